package io.marquee.journey.documentation;

import org.jspecify.annotations.Nullable;

/**
 * One setting of a service.
 *
 * @param property its full name, for example {@code marquee.drift.window-rows}
 * @param type the kind of its value in words
 * @param byDefault what holds when nobody sets it; null where there is no such value
 * @param limits what a value must keep to, for example {@code at least 1}; empty where nothing is asked
 * @param meaning what it is for, in Markdown
 */
record Setting(String property, String type, @Nullable String byDefault, String limits, String meaning) {}
