package io.marquee.contract.feature;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code feast.types.Value} and {@code google.protobuf.Timestamp} messages to bytes and back, without generated classes:
 * this is on the path of every prediction.
 */
public final class ValueCodec {

    private static final byte[] NULL = new byte[0];
    private static final int LIST_ELEMENTS = 1;

    private ValueCodec() {}

    /**
     * The bytes of one value.
     *
     * @param value of the Java type that {@link ValueType} gives for {@code type}; null becomes the empty message
     */
    public static byte[] encode(ValueType type, @Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        return write(out -> {
            if (type.isList()) {
                byte[] list = encodeList(type.elementType(), (List<?>) value);
                out.writeByteArray(type.valueTag(), list);
            } else {
                writeScalar(out, type, value);
            }
        });
    }

    /**
     * Reads one value; null for the empty message and for the explicit null value.
     *
     * @throws IllegalArgumentException when the bytes are not such a message or hold a type that is not supported
     */
    public static @Nullable Object decode(byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            Object value = null;
            while (!in.isAtEnd()) {
                value = readField(in, in.readTag());
            }
            return value;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a feast.types.Value: " + e.getMessage(), e);
        }
    }

    /** The bytes of a {@code google.protobuf.Timestamp}. */
    public static byte[] encodeTimestamp(Instant timestamp) {
        return write(out -> {
            if (timestamp.getEpochSecond() != 0) {
                out.writeInt64(1, timestamp.getEpochSecond());
            }
            if (timestamp.getNano() != 0) {
                out.writeInt32(2, timestamp.getNano());
            }
        });
    }

    /** Reads a {@code google.protobuf.Timestamp}. */
    public static Instant decodeTimestamp(byte[] bytes) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            long seconds = 0;
            int nanos = 0;
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 1 -> seconds = in.readInt64();
                    case 2 -> nanos = in.readInt32();
                    default -> in.skipField(tag);
                }
            }
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a google.protobuf.Timestamp: " + e.getMessage(), e);
        }
    }

    private static void writeScalar(CodedOutputStream out, ValueType type, Object value) throws IOException {
        int tag = type.valueTag();
        switch (type) {
            case BYTES -> out.writeByteArray(tag, (byte[]) value);
            case STRING -> out.writeString(tag, (String) value);
            case INT32 -> out.writeInt32(tag, ((Number) value).intValue());
            case INT64, UNIX_TIMESTAMP -> out.writeInt64(tag, ((Number) value).longValue());
            case DOUBLE -> out.writeDouble(tag, ((Number) value).doubleValue());
            case FLOAT -> out.writeFloat(tag, ((Number) value).floatValue());
            case BOOL -> out.writeBool(tag, (Boolean) value);
            default -> throw new IllegalArgumentException(type + " is not a scalar");
        }
    }

    private static byte[] encodeList(ValueType element, List<?> values) {
        return write(out -> {
            switch (element) {
                case BYTES -> {
                    for (Object value : values) {
                        out.writeByteArray(LIST_ELEMENTS, (byte[]) value);
                    }
                }
                case STRING -> {
                    for (Object value : values) {
                        out.writeString(LIST_ELEMENTS, (String) value);
                    }
                }
                default -> {
                    if (!values.isEmpty()) {
                        out.writeByteArray(LIST_ELEMENTS, packed(element, values));
                    }
                }
            }
        });
    }

    private static byte[] packed(ValueType element, List<?> values) {
        return write(out -> {
            for (Object value : values) {
                switch (element) {
                    case INT32 -> out.writeInt32NoTag(((Number) value).intValue());
                    case INT64, UNIX_TIMESTAMP -> out.writeInt64NoTag(((Number) value).longValue());
                    case DOUBLE -> out.writeDoubleNoTag(((Number) value).doubleValue());
                    case FLOAT -> out.writeFloatNoTag(((Number) value).floatValue());
                    case BOOL -> out.writeBoolNoTag((Boolean) value);
                    default -> throw new IllegalArgumentException(element + " is not packed");
                }
            }
        });
    }

    private static @Nullable Object readField(CodedInputStream in, int tag) throws IOException {
        int number = WireFormat.getTagFieldNumber(tag);
        return switch (number) {
            case 1 -> in.readByteArray();
            case 2 -> in.readString();
            case 3 -> in.readInt32();
            case 4, 8 -> in.readInt64();
            case 5 -> in.readDouble();
            case 6 -> in.readFloat();
            case 7 -> in.readBool();
            case 11, 12, 13, 14, 15, 16, 17, 18 -> readList(ValueType.ofNumber(number - 10), in.readBytes());
            case 19 -> {
                in.readEnum();
                yield null;
            }
            default -> throw new IllegalArgumentException("value field " + number + " is not supported");
        };
    }

    private static List<Object> readList(ValueType element, ByteString message) throws IOException {
        CodedInputStream in = message.newCodedInput();
        List<Object> values = new ArrayList<>();
        while (!in.isAtEnd()) {
            int tag = in.readTag();
            if (WireFormat.getTagFieldNumber(tag) != LIST_ELEMENTS) {
                in.skipField(tag);
            } else if (element == ValueType.BYTES) {
                values.add(in.readByteArray());
            } else if (element == ValueType.STRING) {
                values.add(in.readString());
            } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                CodedInputStream elements = in.readBytes().newCodedInput();
                while (!elements.isAtEnd()) {
                    values.add(readNumber(element, elements));
                }
            } else {
                values.add(readNumber(element, in));
            }
        }
        return Collections.unmodifiableList(values);
    }

    private static Object readNumber(ValueType element, CodedInputStream in) throws IOException {
        return switch (element) {
            case INT32 -> in.readInt32();
            case INT64, UNIX_TIMESTAMP -> in.readInt64();
            case DOUBLE -> in.readDouble();
            case FLOAT -> in.readFloat();
            case BOOL -> in.readBool();
            default -> throw new IllegalArgumentException(element + " is not a number");
        };
    }

    @FunctionalInterface
    private interface Writer {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] write(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
        try {
            writer.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
