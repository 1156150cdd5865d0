package io.marquee.controltower.orchestration.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.marquee.controltower.orchestration.definition.Dag;
import io.marquee.controltower.orchestration.definition.Schedule;
import io.marquee.controltower.orchestration.definition.TaskDefinition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/** JSON in the columns of this package's tables. Independent of the HTTP side's mapper, so that stored rows stay readable. */
@RegisterForReflection(targets = {Dag.class, TaskDefinition.class, Schedule.class})
final class Json {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    static Map<String, Object> object(String json) {
        return read(json, OBJECT);
    }

    static Dag dag(String json) {
        return read(json, new TypeReference<Dag>() {});
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getType().getTypeName() + " cannot be read", e);
        }
    }
}
