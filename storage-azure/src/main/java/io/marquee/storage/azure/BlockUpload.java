package io.marquee.storage.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.marquee.workhorse.storage.PartStream;
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
final class BlockUpload extends PartStream {

    static final int BLOCK_BYTES = 8 * 1024 * 1024;

    private final BlockBlobClient blob;
    private final @Nullable BlobRequestConditions conditions;
    private final String upload = UUID.randomUUID().toString();
    private final List<String> blocks = new ArrayList<>();

    BlockUpload(BlockBlobClient blob, @Nullable BlobRequestConditions conditions) {
        super(BLOCK_BYTES);
        this.blob = blob;
        this.conditions = conditions;
    }

    /** Makes the blob visible. */
    void complete() {
        if (blocks.isEmpty()) {
            BlockBlobSimpleUploadOptions options = new BlockBlobSimpleUploadOptions(content(pending(), pendingBytes()));
            blob.uploadWithResponse(options.setRequestConditions(conditions), null, Context.NONE);
            return;
        }
        sendRest();
        BlockBlobCommitBlockListOptions options = new BlockBlobCommitBlockListOptions(blocks);
        blob.commitBlockListWithResponse(options.setRequestConditions(conditions), null, Context.NONE);
    }

    @Override
    protected void send(byte[] part, int length) {
        String name = upload + String.format("%08d", blocks.size());
        String id = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
        blob.stageBlock(id, content(part, length));
        blocks.add(id);
    }

    private static BinaryData content(byte[] bytes, int length) {
        return BinaryData.fromBytes(Arrays.copyOf(bytes, length));
    }
}
