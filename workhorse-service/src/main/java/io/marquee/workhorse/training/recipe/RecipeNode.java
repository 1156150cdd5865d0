package io.marquee.workhorse.training.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A part of a recipe file that knows where it is, so that every complaint names file, field and value. */
final class RecipeNode {

    private final String file;
    private final String path;
    private final JsonNode node;

    RecipeNode(String file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** A part that must be there. */
    RecipeNode required(String field) {
        RecipeNode child = optional(field);
        if (child.isMissing()) {
            throw child.wrong("is required");
        }
        return child;
    }

    /** A part that may be missing. */
    RecipeNode optional(String field) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong("must be a group of fields");
        }
        JsonNode child = node.path(field);
        return new RecipeNode(
                file, path.isEmpty() ? field : path + "." + field, child.isNull() ? MissingNode.getInstance() : child);
    }

    boolean isMissing() {
        return node.isMissingNode();
    }

    /** Refuses fields that nobody reads, which are mostly typing errors. */
    RecipeNode only(String... known) {
        Set<String> names = Set.of(known);
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong("must be a group of fields");
        }
        for (String name : node.propertyStream().map(Map.Entry::getKey).toList()) {
            if (!names.contains(name)) {
                throw optional(name).wrong("is not a known field; known are " + List.of(known));
            }
        }
        return this;
    }

    List<String> fieldNames() {
        return node.propertyStream().map(Map.Entry::getKey).toList();
    }

    List<RecipeNode> items() {
        if (!node.isArray()) {
            throw wrong("must be a list");
        }
        List<RecipeNode> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new RecipeNode(file, path + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    String text() {
        if (!node.isTextual() || node.asText().isBlank()) {
            throw wrong("must be text");
        }
        return node.asText();
    }

    String text(String whenMissing) {
        return isMissing() ? whenMissing : text();
    }

    String oneOf(String... allowed) {
        String value = text();
        if (!List.of(allowed).contains(value)) {
            throw wrong("must be one of " + List.of(allowed));
        }
        return value;
    }

    List<String> texts() {
        return items().stream().map(RecipeNode::text).toList();
    }

    boolean flag(boolean whenMissing) {
        if (isMissing()) {
            return whenMissing;
        }
        if (!node.isBoolean()) {
            throw wrong("must be true or false");
        }
        return node.booleanValue();
    }

    long wholeNumber(long min, long max, long whenMissing) {
        if (isMissing()) {
            return whenMissing;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < min || node.longValue() > max) {
            throw wrong("must be a whole number from " + min + " to " + max);
        }
        return node.longValue();
    }

    double number(double min, double max, double whenMissing) {
        if (isMissing()) {
            return whenMissing;
        }
        if (!node.isNumber() || !(node.doubleValue() >= min && node.doubleValue() <= max)) {
            throw wrong("must be a number from " + min + " to " + max);
        }
        return node.doubleValue();
    }

    RecipeException wrong(String rule) {
        String value =
                node.isMissingNode() ? "nothing" : node.isTextual() ? "'" + node.asText() + "'" : node.toString();
        return new RecipeException(file, "'" + path + "' " + rule + ", got: " + value, null);
    }
}
