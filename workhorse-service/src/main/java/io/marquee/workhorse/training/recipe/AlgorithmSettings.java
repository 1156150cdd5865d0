package io.marquee.workhorse.training.recipe;

/** Hyper-parameters of one of the algorithms that can be trained. */
public sealed interface AlgorithmSettings permits AlsSettings, XgboostSettings {}
