package io.marquee.workhorse.tracking.search;

import java.math.BigDecimal;
import java.util.List;

/** The right side of a comparison. */
public sealed interface Operand {

    /** A quoted text, taken as it stands between its quotes. */
    record Text(String value) implements Operand {}

    /** A number literal. */
    record Number(BigDecimal value) implements Operand {}

    /** A list of quoted texts. */
    record TextList(List<String> values) implements Operand {

        public TextList {
            values = List.copyOf(values);
        }
    }
}
