package io.marquee.workhorse.training;

/**
 * One training that somebody asked for.
 *
 * @param recipe recipe file, relative to the project folder
 * @param taskKey names the task it belongs to; a run with the same key that never ended was interrupted
 * @param source who asked, for people
 */
public record TrainingRequest(String recipe, String taskKey, String source) {}
