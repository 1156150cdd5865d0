package io.marquee.workhorse.tracking.webhook;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets as they are stored: AES-256-GCM under the operator's key, bound to their owner, so that a row copied to another
 * webhook does not open.
 */
final class SecretBox {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** @param key 32 bytes in Base64 */
    SecretBox(String key, SecureRandom random) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the key of webhook secrets must be Base64", e);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the key of webhook secrets must have " + KEY_BYTES + " bytes, got: " + bytes.length);
        }
        this.key = new SecretKeySpec(bytes, "AES");
        this.random = random;
    }

    /** Locks a secret of that owner. */
    String close(String owner, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] closed = run(Cipher.ENCRYPT_MODE, nonce, owner, secret.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(NONCE_BYTES + closed.length)
                        .put(nonce)
                        .put(closed)
                        .array());
    }

    /**
     * Opens it again.
     *
     * @throws IllegalStateException when it was locked with another key or for another owner
     */
    String open(String owner, String closed) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(closed));
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return new String(run(Cipher.DECRYPT_MODE, nonce, owner, rest), StandardCharsets.UTF_8);
    }

    /** Whether it can be opened. */
    boolean opens(String owner, String closed) {
        try {
            open(owner, closed);
            return true;
        } catch (IllegalStateException | IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }

    private byte[] run(int mode, byte[] nonce, String owner, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the secret of webhook " + owner + " cannot be opened; was marquee.webhook.secret-key changed?", e);
        }
    }
}
