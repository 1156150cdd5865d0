package io.marquee.workhorse.feature.offline;

import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether rows follow from the same definition, also when somebody forgot to count up its version. */
final class ViewFingerprint {

    private ViewFingerprint() {}

    /** The same for definitions that give the same rows of the same sources. */
    static String of(ViewDefinition definition) {
        String text = definition.joinKeys() + "\n" + definition.view().fields() + "\n" + definition.sources() + "\n"
                + definition.view().sql();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
