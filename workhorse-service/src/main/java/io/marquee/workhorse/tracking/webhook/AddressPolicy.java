package io.marquee.workhorse.tracking.webhook;

import io.marquee.workhorse.tracking.wire.MlflowException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where webhooks may lead: to addresses of the public internet, and to private networks that the operator names. Everything
 * else could be made to reach what only this machine can reach (server-side request forgery). A name is looked up once and
 * the address that was judged is the one to connect to, so a name server that changes its mind changes nothing.
 */
final class AddressPolicy {

    private static final int MAX_URL = 2_048;

    /** Never, whatever the operator allows: the machine's own link, where clouds keep their metadata, and no addresses. */
    private static final List<Network> NEVER = networks(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "fe80::/10",
            "ff00::/8",
            "::/128",
            "fd00:ec2::254/128");

    /** Of the IPv4 addresses, those that are not of the public internet (RFC 6890 and later). */
    private static final List<Network> NOT_PUBLIC_V4 = networks(
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24");

    /** Of the IPv6 addresses, those that are, less those in them that stand for IPv4 ones or for examples. */
    private static final Network PUBLIC_V6 = Network.parse("2000::/3");

    private static final List<Network> NOT_PUBLIC_V6 = networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)\\.?");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\\.?");

    /** Looks names up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Set<String> schemes;
    private final List<Network> allowed;
    private final Resolver resolver;

    AddressPolicy(Set<String> schemes, List<Network> allowed, Resolver resolver) {
        this.schemes = Set.copyOf(schemes);
        this.allowed = List.copyOf(allowed);
        this.resolver = resolver;
    }

    /** Takes a URL apart and refuses what cannot be the address of a webhook, without looking its host up. */
    URI read(String url) {
        if (url.length() > MAX_URL || !PRINTABLE.matcher(url).matches()) {
            throw refuse("it must be at most " + MAX_URL + " printable characters without blanks");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw refuse("it is not a URL: " + e.getReason());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            throw refuse(
                    "its scheme must be one of " + schemes.stream().sorted().toList());
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw refuse("it must have neither a user nor a fragment");
        }
        String host = uri.getHost();
        if (host == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refuse("it has no host or no valid port");
        }
        requireReadable(host);
        return uri;
    }

    /**
     * Looks the host of a URL up and judges all that it may be.
     *
     * @return the address to connect to
     * @throws UnknownHostException when there is no such name, which may pass
     */
    InetAddress judge(URI uri) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(unbracketed(uri.getHost()));
        if (addresses.length == 0) {
            throw new UnknownHostException(uri.getHost());
        }
        for (InetAddress address : addresses) {
            if (!isAllowed(address)) {
                throw refuse("its host is not on the public internet or in an allowed network");
            }
        }
        return addresses[0];
    }

    boolean isAllowed(InetAddress address) {
        if (anyContains(NEVER, address)) {
            return false;
        }
        if (anyContains(allowed, address)) {
            return true;
        }
        return address.getAddress().length == 4
                ? !anyContains(NOT_PUBLIC_V4, address)
                : PUBLIC_V6.contains(address) && !anyContains(NOT_PUBLIC_V6, address);
    }

    /** Different programs read 0177.0.0.1, 0x7f.1 or 2130706433 differently; we read none of them. */
    private static void requireReadable(String host) {
        if (host.startsWith("[")) {
            if (host.indexOf('%') >= 0) {
                throw refuse("its address must not name a network interface");
            }
            return;
        }
        if (NUMERIC_END.matcher(host).matches()
                ? !DOTTED_QUAD.matcher(host).matches()
                : !HOST_NAME.matcher(host).matches()) {
            throw refuse("its host is neither a name nor a plainly written address");
        }
    }

    static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean anyContains(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static List<Network> networks(String... texts) {
        return List.of(texts).stream().map(Network::parse).toList();
    }

    private static MlflowException refuse(String reason) {
        return MlflowException.invalid("Invalid webhook URL: " + reason + ".");
    }
}
