package io.marquee.runtime;

/** A model ready to predict. Immutable and thread-safe. */
public sealed interface LoadedModel permits MovieRatingModel, PersonalRatingModel {

    /** What the folder says about it. */
    ModelDescription description();
}
