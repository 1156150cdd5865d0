package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.util.List;
import java.util.function.Consumer;

/**
 * The online rows of these views have to be made again, those of all their entities: a CDI event, fired on the thread of a
 * rebuild, which waits until its observers are done. Views that are computed from a stream are written by the stream's owner
 * alone, so that two writers of different knowledge never meet.
 *
 * @param progress is told what goes on, a short line at a time
 */
public record StreamViewsRebuild(List<ViewDefinition> views, Consumer<String> progress) {

    public StreamViewsRebuild {
        views = List.copyOf(views);
    }
}
