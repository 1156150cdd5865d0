package io.marquee.workhorse.feature.online.redis;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jboss.logging.Logger;

/**
 * A connection to a Redis server: prepared bytes out, answers in, in the order of the commands (RESP, version 2). It blocks,
 * so it belongs on a virtual thread or a worker. Not safe for several threads.
 */
public final class RespConnection implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RespConnection.class);

    private static final Reply.Status OK = new Reply.Status("OK");
    private static final Reply.Status QUEUED = new Reply.Status("QUEUED");
    private static final Reply.Nil NIL = new Reply.Nil();

    /** Redis refuses longer values itself. */
    private static final long LONGEST = 512L << 20;

    private final RedisNode node;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 15];
    private int position;
    private int limit;

    private RespConnection(RedisNode node, Socket socket) throws IOException {
        this.node = node;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects, says who it is and selects the database. */
    static RespConnection open(RedisNode node, RedisSettings settings) throws RedisException {
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(node.host(), node.port()), timeout);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeout);
            RespConnection connection = new RespConnection(node, settings.tls() ? tls(node, socket, settings) : socket);
            connection.greet(settings);
            return connection;
        } catch (IOException e) {
            close(socket, e);
            throw new RedisException(node, e);
        } catch (RedisException | RuntimeException e) {
            close(socket, e);
            throw e;
        }
    }

    private static void close(Socket socket, Exception cause) {
        try {
            socket.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static Socket tls(RedisNode node, Socket plain, RedisSettings settings) throws IOException {
        SSLSocket socket = (SSLSocket) TrustedCertificates.context(settings.authority())
                .getSocketFactory()
                .createSocket(plain, node.host(), node.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void greet(RedisSettings settings) throws RedisException {
        if (settings.password().isPresent()) {
            String password = settings.password().get();
            if (settings.username().isPresent()) {
                call("AUTH", settings.username().get(), password).orThrow();
            } else {
                call("AUTH", password).orThrow();
            }
        }
        if (settings.database() != 0) {
            call("SELECT", Integer.toString(settings.database())).orThrow();
        }
    }

    public RedisNode node() {
        return node;
    }

    /** Sends one command and waits for its answer. */
    public Reply call(String... command) throws RedisException {
        send(new ByteBuilder(64).putCommand(command));
        return receive();
    }

    /** Sends whole commands; each has to be {@link #receive received}. */
    public void send(ByteBuilder commands) throws RedisException {
        try {
            out.write(commands.array(), 0, commands.size());
            out.flush();
        } catch (IOException e) {
            throw new RedisException(node, e);
        }
    }

    /** The next answer. */
    public Reply receive() throws RedisException {
        try {
            return read();
        } catch (IOException e) {
            throw new RedisException(node, e);
        }
    }

    private Reply read() throws IOException {
        int kind = next();
        return switch (kind) {
            case '+' -> status(line());
            case '-' -> new Reply.Failure(line());
            case ':' -> new Reply.Number(number());
            case '$' -> bulk(number());
            case '*' -> many(number());
            default -> throw new IOException("not the protocol of Redis: an answer begins with byte " + kind);
        };
    }

    private static Reply status(String word) {
        return switch (word) {
            case "OK" -> OK;
            case "QUEUED" -> QUEUED;
            default -> new Reply.Status(word);
        };
    }

    private Reply bulk(long length) throws IOException {
        if (length < 0) {
            return NIL;
        }
        if (length > LONGEST) {
            throw new IOException("not the protocol of Redis: a value of " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        int done = Math.min(limit - position, bytes.length);
        System.arraycopy(buffer, position, bytes, 0, done);
        position += done;
        if (in.readNBytes(bytes, done, bytes.length - done) < bytes.length - done) {
            throw new EOFException("the connection ended within a value");
        }
        lineEnd();
        return new Reply.Bulk(bytes);
    }

    private Reply many(long count) throws IOException {
        if (count < 0) {
            return NIL;
        }
        List<Reply> replies = new ArrayList<>((int) Math.min(count, 10_000));
        for (long i = 0; i < count; i++) {
            replies.add(read());
        }
        return new Reply.Many(replies);
    }

    private long number() throws IOException {
        int first = next();
        boolean negative = first == '-';
        long value = negative ? 0 : first - '0';
        for (int digit = next(); digit != '\r'; digit = next()) {
            value = value * 10 + digit - '0';
        }
        next();
        return negative ? -value : value;
    }

    private String line() throws IOException {
        byte[] text = new byte[64];
        int length = 0;
        for (int character = next(); character != '\r'; character = next()) {
            if (length == text.length) {
                text = Arrays.copyOf(text, length * 2);
            }
            text[length++] = (byte) character;
        }
        next();
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    private void lineEnd() throws IOException {
        next();
        next();
    }

    private int next() throws IOException {
        if (position == limit) {
            int read = in.read(buffer, 0, buffer.length);
            if (read < 0) {
                throw new EOFException("the connection was closed");
            }
            position = 0;
            limit = read;
        }
        return buffer[position++];
    }

    /** Closes it; nobody waits for an answer any more, so how that goes does not matter. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("a connection to %s did not close cleanly: %s", node, e.getMessage());
        }
    }
}
