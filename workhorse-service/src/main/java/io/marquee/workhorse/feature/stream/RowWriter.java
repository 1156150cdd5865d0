package io.marquee.workhorse.feature.stream;

import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.EntityRow;
import java.util.List;

/** Brings rows of a view online, each of another entity; all of them are there when it returns. */
@FunctionalInterface
interface RowWriter {

    void write(ViewDefinition view, List<EntityRow> rows);
}
