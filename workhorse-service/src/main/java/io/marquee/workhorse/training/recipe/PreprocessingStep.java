package io.marquee.workhorse.training.recipe;

import java.util.List;

/** How features become inputs. A number that no step names stays as it is. */
public sealed interface PreprocessingStep {

    /** Features it applies to, by their names within their view. */
    List<String> columns();

    /**
     * A category as its place in the alphabetical list of categories.
     *
     * @param unknownValue what a category becomes that training did not have; NaN makes it missing
     */
    record Ordinal(List<String> columns, double unknownValue) implements PreprocessingStep {}

    /** A category as one 0/1 input per category. */
    record OneHot(List<String> columns) implements PreprocessingStep {}

    /** A list of categories as one 0/1 input per category. */
    record MultiHot(List<String> columns) implements PreprocessingStep {}
}
