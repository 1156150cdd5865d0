package io.marquee.localstack;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a part one question in its own protocol, without its client library: a port that is open says nothing about a
 * server that still recovers.
 */
public final class Probe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int POSTGRES_PROTOCOL_3 = 3 << 16;
    private static final short KAFKA_API_VERSIONS = 18;

    private Probe() {}

    /** Whether the part at that address can be worked with. */
    public static boolean answers(Part part, Endpoint endpoint) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return switch (part) {
                case POSTGRES -> postgres(out, in);
                case REDIS -> redis(out, in);
                case KAFKA -> kafka(out, in);
                case S3 -> s3(out, in);
            };
        } catch (IOException notThere) {
            return false;
        }
    }

    /** A server that starts up or shuts down answers the start-up message with an error, a good one asks for a password. */
    private static boolean postgres(DataOutputStream out, DataInputStream in) throws IOException {
        byte[] parameters = ("user\0" + Connection.POSTGRES_USER + "\0database\0" + Connection.POSTGRES_DB + "\0\0")
                .getBytes(StandardCharsets.US_ASCII);
        out.writeInt(Integer.BYTES * 2 + parameters.length);
        out.writeInt(POSTGRES_PROTOCOL_3);
        out.write(parameters);
        out.flush();
        return in.readByte() == 'R';
    }

    /** While Redis loads its file it answers {@code -LOADING}. */
    private static boolean redis(DataOutputStream out, DataInputStream in) throws IOException {
        out.writeBytes("PING\r\n");
        out.flush();
        return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
    }

    private static boolean kafka(DataOutputStream out, DataInputStream in) throws IOException {
        int correlation = 7;
        out.writeInt(Short.BYTES * 3 + Integer.BYTES);
        out.writeShort(KAFKA_API_VERSIONS);
        out.writeShort(0);
        out.writeInt(correlation);
        out.writeShort(-1);
        out.flush();
        in.readInt();
        return in.readInt() == correlation && in.readShort() == 0;
    }

    /** Unsigned, so the answer is a refusal; that it comes is enough. */
    private static boolean s3(DataOutputStream out, DataInputStream in) throws IOException {
        out.writeBytes("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        out.flush();
        return new String(in.readNBytes(12), StandardCharsets.US_ASCII).matches("HTTP/1\\.1 [234]\\d\\d");
    }
}
