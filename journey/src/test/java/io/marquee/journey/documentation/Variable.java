package io.marquee.journey.documentation;

/**
 * An environment variable that gives a setting its value.
 *
 * @param name for example {@code POSTGRES_HOST}
 * @param property the setting in {@code application.yaml}
 * @param byDefault what holds when the variable is not set; empty means nothing
 */
record Variable(String name, String property, String byDefault) {}
