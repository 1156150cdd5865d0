package io.marquee.workhorse.tracking.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Writes pairs without reflection: a page of runs has some thousand of them. */
final class KeyValueSerializer extends StdSerializer<KeyValue> {

    private static final long serialVersionUID = 1L;
    private static final SerializableString KEY = new SerializedString("key");
    private static final SerializableString VALUE = new SerializedString("value");

    KeyValueSerializer() {
        super(KeyValue.class);
    }

    @Override
    public void serialize(KeyValue pair, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        json.writeFieldName(KEY);
        json.writeString(pair.key());
        json.writeFieldName(VALUE);
        json.writeString(pair.value());
        json.writeEndObject();
    }
}
