package io.marquee.workhorse.feature.serving;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.feature.FeatureView;
import io.marquee.contract.feature.HashField;
import io.marquee.contract.feature.JoinKey;
import io.marquee.workhorse.feature.definition.Entity;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns names of features into the plan to read them. */
final class FeaturePlanner {

    /** {@code view@v2:feature}; Feast's way to ask for an older version of a view. */
    private static final Pattern VERSION = Pattern.compile("(.+)@[vV](\\d+)");

    private final FeatureDefinitions definitions;
    private final Map<String, FeatureView> views = new HashMap<>();
    private final String project;

    FeaturePlanner(FeatureDefinitions definitions, String project) {
        this.definitions = definitions;
        this.project = project;
        for (ViewDefinition definition : definitions.views()) {
            views.put(definition.name(), definition.view());
        }
    }

    /**
     * Plans reading these features.
     *
     * @throws ServingException when a feature is not known, or two would be answered under one name
     */
    FeaturePlan plan(List<FeatureReference> references, boolean fullNames) {
        Map<FeatureView, Set<String>> features = new LinkedHashMap<>();
        for (FeatureReference reference : references) {
            FeatureView view = view(reference.view());
            if (view.field(reference.feature()).isEmpty()) {
                throw ServingException.invalid(
                        "Feature " + reference.feature() + " not found in feature view " + view.name());
            }
            features.computeIfAbsent(view, unused -> new LinkedHashSet<>()).add(reference.feature());
        }
        refuseCollisions(references, fullNames);
        List<List<JoinKey>> keys = new ArrayList<>();
        List<List<byte[]>> fields = new ArrayList<>();
        List<FeaturePlan.View> plannedViews = new ArrayList<>();
        List<FeaturePlan.Column> columns = new ArrayList<>();
        features.forEach((view, names) -> {
            int hash = keys.indexOf(view.joinKeys());
            if (hash < 0) {
                hash = keys.size();
                keys.add(view.joinKeys());
                fields.add(new ArrayList<>());
            }
            List<byte[]> hashFields = fields.get(hash);
            for (String name : names) {
                columns.add(new FeaturePlan.Column(
                        fullNames ? view.name() + "__" + name : name, plannedViews.size(), hashFields.size()));
                hashFields.add(HashField.ofFeature(view.name(), name));
            }
            plannedViews.add(new FeaturePlan.View(
                    view.name(), hash, hashFields.size(), view.ttl().toSeconds()));
            hashFields.add(HashField.ofTimestamp(view.name()));
        });
        List<FeaturePlan.Hash> hashes = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            hashes.add(new FeaturePlan.Hash(
                    new KeyTemplate(keys.get(i), project, 3),
                    new KeyTemplate(keys.get(i), project, 2),
                    List.copyOf(fields.get(i))));
        }
        return new FeaturePlan(hashes, plannedViews, columns, joinKeys());
    }

    /**
     * Reads {@code view:feature}; {@code view@latest:feature} is the same.
     *
     * @throws ServingException when the text has another shape, or asks for an older version
     */
    static FeatureReference reference(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw ServingException.invalid("Invalid feature reference '" + text
                    + "'. Expected format: '<feature_view>:<feature>' or '<feature_view>@<version>:<feature>'");
        }
        String view = text.substring(0, colon);
        if (VERSION.matcher(view).matches()) {
            throw ServingException.invalid(
                    "Version-qualified ref '" + view + "' not supported: online versioning is disabled.");
        }
        if (view.toLowerCase(Locale.ROOT).endsWith("@latest")) {
            view = view.substring(0, view.length() - "@latest".length());
        }
        return new FeatureReference(view, text.substring(colon + 1));
    }

    private FeatureView view(String name) {
        FeatureView view = views.get(name);
        if (view == null) {
            throw new ServingException(
                    ServingException.Kind.VIEW_NOT_FOUND,
                    "Feature view " + name + " does not exist in project " + project);
        }
        return view;
    }

    private static void refuseCollisions(List<FeatureReference> references, boolean fullNames) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new LinkedHashSet<>();
        for (FeatureReference reference : references) {
            String name = fullNames ? reference.fullName() : reference.feature();
            if (!seen.add(name)) {
                twice.add(name);
            }
        }
        if (!twice.isEmpty()) {
            throw new ServingException(
                    ServingException.Kind.NAME_COLLISION,
                    "Duplicate features named " + String.join(", ", twice) + " found.\n"
                            + (fullNames
                                    ? "To resolve this collision, please name each feature once."
                                    : "To resolve this collision, either use the full feature name by setting"
                                            + " 'full_feature_names=True', or ensure that the features in question have"
                                            + " different names."));
        }
    }

    private Map<String, JoinKey> joinKeys() {
        Map<String, JoinKey> joinKeys = new HashMap<>();
        for (Entity entity : definitions.entities()) {
            joinKeys.putIfAbsent(entity.name(), entity.joinKey());
        }
        for (Entity entity : definitions.entities()) {
            joinKeys.put(entity.joinKey().column(), entity.joinKey());
        }
        return joinKeys;
    }
}
