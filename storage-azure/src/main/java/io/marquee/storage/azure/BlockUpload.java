package io.marquee.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is written into blocks, which become the blob when it is complete; what fits into one travels as a whole.
 * Blocks of an upload that is given up are never seen, and Azure removes them after a week.
 */
final class BlockUpload extends OutputStream {

    static final int BLOCK_BYTES = 8 * 1024 * 1024;

    private final BlockBlobClient blob;
    private final @Nullable BlobRequestConditions conditions;
    private final String upload = UUID.randomUUID().toString();
    private final List<String> blocks = new ArrayList<>();
    private final byte[] buffer = new byte[BLOCK_BYTES];
    private int filled;

    BlockUpload(BlockBlobClient blob, @Nullable BlobRequestConditions conditions) {
        this.blob = blob;
        this.conditions = conditions;
    }

    @Override
    public void write(int value) {
        if (filled == buffer.length) {
            stage();
        }
        buffer[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (filled == buffer.length) {
                stage();
            }
            int count = Math.min(length - done, buffer.length - filled);
            System.arraycopy(bytes, offset + done, buffer, filled, count);
            filled += count;
            done += count;
        }
    }

    /** Makes the blob visible. */
    void complete() {
        if (blocks.isEmpty()) {
            BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(content());
            blob.uploadWithResponse(options.setRequestConditions(conditions), null, Context.NONE);
            return;
        }
        if (filled > 0) {
            stage();
        }
        BlockBlobCommitBlockListOptions options = new BlockBlobCommitBlockListOptions(blocks);
        blob.commitBlockListWithResponse(options.setRequestConditions(conditions), null, Context.NONE);
    }

    private void stage() {
        String name = upload + String.format("%08d", blocks.size());
        String id = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        blob.stageBlock(id, content());
        blocks.add(id);
        filled = 0;
    }

    private BinaryData content() {
        return BinaryData.fromBytes(Arrays.copyOf(buffer, filled));
    }
}
