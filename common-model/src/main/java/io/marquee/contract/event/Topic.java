package io.marquee.contract.event;

import java.util.Arrays;
import java.util.Optional;

/** Every Kafka topic of the suite, with the one type of message that travels on it. */
public enum Topic {
    USER_INTERACTIONS("movie-user-interactions", UserInteraction.class),
    MODEL_PREDICTIONS("movie-model-predictions", ModelPrediction.class),
    SYSTEM_ALERTS("movie-system-alerts", SystemAlert.class),
    TRAINING_EVENTS("movie-training-events", TrainingEvent.class),
    RECOMMENDATIONS("movie-recommendations", Recommendation.class),
    DATA_QUALITY("movie-data-quality", DataQuality.class),
    PIPELINE_EVENTS("movie-pipeline-events", PipelineEvent.class),
    REGISTRY_EVENTS("movie-registry-events", RegistryEvent.class),
    PIPELINE_TASKS("movie-pipeline-tasks", PipelineTask.class);

    private final String topicName;
    private final Class<? extends Event> messageType;

    Topic(String topicName, Class<? extends Event> messageType) {
        this.topicName = topicName;
        this.messageType = messageType;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** The record that is read from and written to this topic. */
    public Class<? extends Event> messageType() {
        return messageType;
    }

    /** Where records of this topic go that cannot be decoded or handled. */
    public String deadLetterName() {
        return topicName + ".dead-letter";
    }

    /** The topic with that name on the broker. */
    public static Optional<Topic> named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }

    static Topic of(Class<? extends Event> messageType) {
        return Arrays.stream(values())
                .filter(topic -> topic.messageType == messageType)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic carries " + messageType.getName()));
    }
}
