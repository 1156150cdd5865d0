package io.marquee.workhorse.tracking.webhook;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses.
 *
 * @param first one of them
 * @param prefix how many leading bits all of them have in common
 */
record Network(InetAddress first, int prefix) {

    Network {
        int bits = first.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException(
                    "the prefix of a network of " + bits + "-bit addresses is from 0 to " + bits + ", got: " + prefix);
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address.
     *
     * @throws IllegalArgumentException quoting it
     */
    static Network parse(String text) {
        String trimmed = text.trim();
        int slash = trimmed.indexOf('/');
        try {
            InetAddress first = InetAddress.ofLiteral(slash < 0 ? trimmed : trimmed.substring(0, slash));
            return new Network(
                    first, slash < 0 ? first.getAddress().length * 8 : Integer.parseInt(trimmed.substring(slash + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a network is written like 10.0.0.0/8 or fd00::/8, got: '" + trimmed + "'", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }
}
