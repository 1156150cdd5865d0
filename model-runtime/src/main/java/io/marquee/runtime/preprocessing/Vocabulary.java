package io.marquee.runtime.preprocessing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.feature.FeatureReference;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The categories of a feature that were seen in training, each with its place. Immutable. */
public final class Vocabulary {

    private final List<String> words;
    private final Map<String, Integer> places;

    /**
     * A vocabulary in the given order.
     *
     * @throws IllegalArgumentException when a word is there twice
     */
    @JsonCreator
    public Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        this.places = HashMap.newHashMap(words.size());
        for (String word : this.words) {
            if (places.put(word, places.size()) != null) {
                throw new IllegalArgumentException("vocabulary has '" + word + "' twice");
            }
        }
    }

    /** The distinct words in alphabetical order, so that the same data give the same vocabulary. */
    public static Vocabulary of(Collection<String> words) {
        return new Vocabulary(List.copyOf(new TreeSet<>(words)));
    }

    @JsonValue
    public List<String> words() {
        return words;
    }

    public int size() {
        return words.size();
    }

    /** Place of that word, or -1. */
    public int indexOf(String word) {
        return places.getOrDefault(word, -1);
    }

    List<String> outputs(FeatureReference feature) {
        return words.stream().map(word -> feature.fullName() + "=" + word).toList();
    }

    void fill(float[] target, int offset, float value) {
        Arrays.fill(target, offset, offset + words.size(), value);
    }

    void mark(String word, float[] target, int offset) {
        int place = indexOf(word);
        if (place >= 0) {
            target[offset + place] = 1;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that && words.equals(that.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    @Override
    public String toString() {
        return words.toString();
    }
}
