package io.marquee.workhorse.adapter.sql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection URI taken apart: {@code scheme://user:password@host:port/path?option=value}, as SQLAlchemy and most tools
 * write it. Percent-encoding is undone; a driver after the scheme ({@code postgresql+psycopg2}) is passed over. No message
 * and no {@link #toString} shows the password or an option.
 *
 * @param host without the brackets of an IPv6 address; empty when there is none
 * @param port -1 when there is none
 * @param path without its first slash, still with others
 */
record ConnectionUri(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        String path,
        Map<String, String> options) {

    private static final Pattern WHOLE = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9.-]*)(\\+[A-Za-z0-9_]+)?://(?<authority>[^/?]*)(/(?<path>[^?]*))?(\\?(?<query>.*))?",
            Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]*");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?");

    /**
     * Takes a URI apart.
     *
     * @throws IllegalArgumentException saying what is wrong, without the parts that may be secret
     */
    static ConnectionUri parse(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a connection URI must not have control characters or line ends");
        }
        if (text.regionMatches(true, 0, "jdbc:", 0, 5)) {
            throw new IllegalArgumentException(
                    "a connection URI is like postgresql://user@host:5432/database, not a JDBC URL");
        }
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw new IllegalArgumentException(
                    "a connection URI is like postgresql://user:password@host:5432/database");
        }
        String authority = whole.group("authority");
        String rawPath = whole.group("path") == null ? "" : whole.group("path");
        int at = authority.lastIndexOf('@');
        if (at < 0 && rawPath.contains("@")) {
            throw new IllegalArgumentException(
                    "the user or the password of the connection URI has a '/' or '?', which must be written %2F or %3F");
        }
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        int colon = userInfo.indexOf(':');
        String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon), "user");
        String server = authority.substring(at + 1);
        return new ConnectionUri(
                whole.group("scheme").toLowerCase(Locale.ROOT),
                user.isEmpty() ? null : user,
                colon < 0 ? null : decode(userInfo.substring(colon + 1), "password"),
                host(server),
                port(server),
                decode(rawPath, "path"),
                options(whole.group("query")));
    }

    /** What may be shown: no password, no options. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(scheme).append("://");
        if (user != null) {
            text.append(user).append('@');
        }
        text.append(host.contains(":") ? "[" + host + "]" : host);
        if (port >= 0) {
            text.append(':').append(port);
        }
        return text.append('/').append(path).toString();
    }

    private static String host(String server) {
        if (server.startsWith("[")) {
            int end = server.indexOf(']');
            if (end < 0 || !IPV6.matcher(server.substring(1, end)).matches()) {
                throw new IllegalArgumentException(
                        "the host of the connection URI must be an address like [2001:db8::1]");
            }
            return server.substring(1, end);
        }
        int colon = server.indexOf(':');
        String host = colon < 0 ? server : server.substring(0, colon);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "the host of the connection URI must be letters, digits, '.', '-' and '_'; special characters in the"
                            + " user or the password must be percent-encoded");
        }
        return host;
    }

    private static int port(String server) {
        String rest = server.startsWith("[")
                ? server.substring(server.indexOf(']') + 1)
                : server.substring(server.indexOf(':') < 0 ? server.length() : server.indexOf(':'));
        if (rest.isEmpty() || rest.equals(":")) {
            return -1;
        }
        if (!rest.matches(":[0-9]{1,5}") || Integer.parseInt(rest.substring(1)) > 65_535 || rest.matches(":0+")) {
            // Not quoted: what looks like a port may be half of a password with an '@' or '/' in it.
            throw new IllegalArgumentException("the port of the connection URI must be a number from 1 to 65535");
        }
        return Integer.parseInt(rest.substring(1));
    }

    private static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new TreeMap<>();
        if (query == null || query.isEmpty()) {
            return options;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "the options of the connection URI must be like ?name=value&name=value");
            }
            String name = decode(pair.substring(0, equals), "options");
            if (options.put(name, decode(pair.substring(equals + 1), "options")) != null) {
                throw new IllegalArgumentException("the option '" + name + "' of the connection URI is there twice");
            }
        }
        return options;
    }

    private static String decode(String text, String part) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            char character = text.charAt(i);
            if (character != '%') {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint);
                continue;
            }
            int high = i + 1 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException("the " + part
                        + " of the connection URI has a '%' that is not followed by two hexadecimal digits; write %25");
            }
            bytes.write(high << 4 | low);
            i += 3;
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the " + part + " of the connection URI has a control character");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the " + part + " of the connection URI is not UTF-8", e);
        }
    }
}
