package io.marquee.workhorse.tracking.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.marquee.workhorse.tracking.run.RunMessages.Metric;
import java.io.IOException;

/** Writes points without reflection: histories and pages of runs have thousands of them. */
final class MetricSerializer extends StdSerializer<Metric> {

    private static final long serialVersionUID = 1L;
    private static final SerializableString KEY = new SerializedString("key");
    private static final SerializableString VALUE = new SerializedString("value");
    private static final SerializableString TIMESTAMP = new SerializedString("timestamp");
    private static final SerializableString STEP = new SerializedString("step");

    MetricSerializer() {
        super(Metric.class);
    }

    @Override
    public void serialize(Metric point, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        json.writeFieldName(KEY);
        json.writeString(point.key());
        json.writeFieldName(VALUE);
        json.writeNumber(point.value());
        json.writeFieldName(TIMESTAMP);
        json.writeNumber(point.timestamp());
        json.writeFieldName(STEP);
        json.writeNumber(point.step());
        json.writeEndObject();
    }
}
