package io.marquee.workhorse.feature.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.marquee.contract.feature.FeatureReference;
import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.feature.definition.FeatureDefinitions;
import io.marquee.workhorse.feature.definition.FeatureService;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is made of what: source, view, feature service, model version. A model that was trained without a service hangs on its
 * views. Models keep their place when what they were made of is gone.
 *
 * @param nodes by kind along the way, then by name
 * @param edges from what is used to what uses it, in the same order
 */
public record Lineage(List<Node> nodes, List<Edge> edges) {

    /** The stations of the way. */
    public enum Kind {
        SOURCE,
        VIEW,
        SERVICE,
        MODEL
    }

    /**
     * A station.
     *
     * @param name a model's is {@code name/version}
     */
    public record Node(Kind kind, String name) implements Comparable<Node> {

        private static final Comparator<Node> ORDER =
                Comparator.comparing(Node::kind).thenComparing(Node::name);

        /**
         * Reads {@code kind:name}.
         *
         * @throws IllegalArgumentException when the text has another shape
         */
        @JsonCreator
        public static Node parse(String text) {
            int colon = text.indexOf(':');
            for (Kind kind : Kind.values()) {
                if (colon > 0 && kind.name().toLowerCase(Locale.ROOT).equals(text.substring(0, colon))) {
                    return new Node(kind, text.substring(colon + 1));
                }
            }
            throw new IllegalArgumentException(
                    "must be source:, view:, service: or model: with a name, such as model:name/3");
        }

        @JsonValue
        @Override
        public String toString() {
            return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
        }

        @Override
        public int compareTo(Node other) {
            return ORDER.compare(this, other);
        }
    }

    /** One step of the way. */
    public record Edge(Node from, Node to) implements Comparable<Edge> {

        private static final Comparator<Edge> ORDER =
                Comparator.comparing(Edge::from).thenComparing(Edge::to);

        @Override
        public int compareTo(Edge other) {
            return ORDER.compare(this, other);
        }
    }

    public Lineage {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** All of it. */
    static Lineage of(FeatureDefinitions definitions, List<ModelUse> uses) {
        Set<Node> nodes = new TreeSet<>();
        Set<Edge> edges = new TreeSet<>();
        definitions.sources().forEach(source -> nodes.add(new Node(Kind.SOURCE, source.name())));
        for (ViewDefinition view : definitions.views()) {
            Node node = new Node(Kind.VIEW, view.name());
            nodes.add(node);
            Stream.concat(view.sources().stream(), Stream.ofNullable(view.pushSource()))
                    .forEach(source -> edges.add(new Edge(new Node(Kind.SOURCE, source), node)));
        }
        for (FeatureService service : definitions.services()) {
            Node node = new Node(Kind.SERVICE, service.name());
            nodes.add(node);
            views(service.features()).forEach(view -> edges.add(new Edge(view, node)));
        }
        for (ModelUse use : uses) {
            Node model = new Node(Kind.MODEL, use.label());
            nodes.add(model);
            if (use.service() == null) {
                views(use.features()).forEach(view -> edges.add(new Edge(view, model)));
            } else {
                edges.add(new Edge(new Node(Kind.SERVICE, use.service()), model));
            }
        }
        edges.forEach(edge -> {
            nodes.add(edge.from());
            nodes.add(edge.to());
        });
        return new Lineage(List.copyOf(nodes), List.copyOf(edges));
    }

    /**
     * What a node is made of and what is made of it.
     *
     * @throws ProblemException when there is no such node
     */
    Lineage around(Node node) {
        if (!nodes.contains(node)) {
            throw ProblemException.notFound("lineage of", node);
        }
        Set<Node> up = reach(node, Edge::to, Edge::from);
        Set<Node> down = reach(node, Edge::from, Edge::to);
        Set<Node> kept = new TreeSet<>(up);
        kept.addAll(down);
        return new Lineage(
                List.copyOf(kept),
                edges.stream()
                        .filter(edge -> up.contains(edge.from()) && up.contains(edge.to())
                                || down.contains(edge.from()) && down.contains(edge.to()))
                        .toList());
    }

    private Set<Node> reach(Node start, Function<Edge, Node> near, Function<Edge, Node> far) {
        Set<Node> reached = new LinkedHashSet<>(Set.of(start));
        Deque<Node> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            Node node = open.remove();
            edges.stream()
                    .filter(edge -> near.apply(edge).equals(node))
                    .map(far)
                    .filter(reached::add)
                    .forEach(open::add);
        }
        return reached;
    }

    private static Stream<Node> views(List<FeatureReference> features) {
        return features.stream().map(FeatureReference::view).distinct().map(view -> new Node(Kind.VIEW, view));
    }
}
