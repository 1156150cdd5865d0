package io.marquee.workhorse.feature.definition;

import io.marquee.contract.feature.FeatureReference;
import io.marquee.workhorse.platform.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code services.yaml}; what the keys mean stands in {@code config/features/services.yaml}. */
final class ServiceReader {

    private ServiceReader() {}

    static Map<String, FeatureService> read(YamlNode file, Map<String, ViewDefinition> views) {
        Map<String, FeatureService> services = new LinkedHashMap<>();
        for (YamlNode node : file.mapping("services").get("services").list()) {
            Map<String, YamlNode> values = node.mapping("name", "description", "owner", "tags?", "views");
            String name = Names.newName(values.get("name"), "feature service", services);
            List<FeatureReference> features = new ArrayList<>();
            for (YamlNode view : values.get("views").list()) {
                addFeatures(view, views, features);
            }
            services.put(
                    name,
                    new FeatureService(
                            name,
                            features,
                            values.get("description").text(),
                            values.get("owner").text(),
                            Names.tags(values.get("tags"))));
        }
        return services;
    }

    private static void addFeatures(YamlNode node, Map<String, ViewDefinition> views, List<FeatureReference> features) {
        Map<String, YamlNode> values = node.mapping("view", "features?");
        YamlNode viewNode = values.get("view");
        ViewDefinition view = views.get(viewNode.text());
        if (view == null) {
            throw viewNode.wrong("there is no feature view '" + viewNode.text() + "'");
        }
        if (features.stream().anyMatch(feature -> feature.view().equals(view.name()))) {
            throw viewNode.wrong("feature view '" + view.name() + "' is there twice");
        }
        YamlNode chosen = values.get("features");
        if (chosen == null) {
            view.view().fields().forEach(field -> features.add(new FeatureReference(view.name(), field.name())));
            return;
        }
        for (YamlNode feature : chosen.list()) {
            FeatureReference reference = new FeatureReference(view.name(), feature.text());
            if (view.view().field(reference.feature()).isEmpty()) {
                throw feature.wrong("feature view '" + view.name() + "' has no feature '" + reference.feature() + "'");
            }
            if (features.contains(reference)) {
                throw feature.wrong("feature '" + reference + "' is there twice");
            }
            features.add(reference);
        }
    }
}
