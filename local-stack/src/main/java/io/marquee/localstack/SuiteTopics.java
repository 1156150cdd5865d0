package io.marquee.localstack;

import io.marquee.contract.event.Topic;
import java.util.List;
import java.util.stream.Stream;

/** The topics that Kafka has from the start, dead letters included. */
public final class SuiteTopics {

    /** Of every topic: as many consumers of a group can share the work. */
    public static final int PARTITIONS = 4;

    private SuiteTopics() {}

    public static List<String> names() {
        return Stream.of(Topic.values())
                .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterName()))
                .toList();
    }
}
