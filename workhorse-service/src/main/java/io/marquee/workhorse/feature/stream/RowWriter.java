package io.marquee.workhorse.feature.stream;

import io.marquee.contract.feature.OnlineRow;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.util.Map;

/** Brings rows of a view online; all of them are there when it returns. */
@FunctionalInterface
interface RowWriter {

    void write(ViewDefinition view, Map<StreamEntity, OnlineRow> rows);
}
