package io.marquee.controltower.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;

/** Reads an id: a JSON integer and nothing that merely looks like one, such as {@code "12"} or {@code 1.5}. */
public final class WholeNumber extends StdDeserializer<Long> {

    private static final long serialVersionUID = 1L;

    public WholeNumber() {
        super(Long.class);
    }

    @Override
    public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        String text = parser.currentToken().isStructStart() ? "an object or a list" : parser.getText();
        throw InvalidFormatException.from(parser, "not a whole number", text, Long.class);
    }
}
