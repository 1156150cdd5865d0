package io.marquee.journey.documentation;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the {@code @ConfigMapping} interfaces of a source folder with the compiler's own parser. */
final class ConfigurationInterfaces {

    private final List<Section> sections = new ArrayList<>();
    private final Comments comments;

    private ConfigurationInterfaces(DocTrees trees) {
        this.comments = new Comments(trees);
    }

    /** One section per interface, by prefix. */
    static List<Section> read(Path sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(sources)) {
            List<Path> candidates = found.filter(file -> file.toString().endsWith("Config.java"))
                    .sorted()
                    .toList();
            if (candidates.isEmpty()) {
                return List.of();
            }
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(candidates));
            ConfigurationInterfaces reader = new ConfigurationInterfaces(DocTrees.instance(task));
            task.parse().forEach(reader::read);
            return reader.sections.stream()
                    .sorted(Comparator.comparing(Section::prefix))
                    .toList();
        }
    }

    private void read(CompilationUnitTree unit) {
        TreePath file = new TreePath(unit);
        for (Tree declaration : unit.getTypeDecls()) {
            if (declaration instanceof ClassTree type) {
                annotation(type.getModifiers(), "ConfigMapping").ifPresent(mapping -> {
                    TreePath path = new TreePath(file, type);
                    List<Setting> settings = new ArrayList<>();
                    collect(path, type, argument(mapping, "prefix"), settings);
                    sections.add(new Section(argument(mapping, "prefix"), comments.of(path), settings));
                });
            }
        }
    }

    private void collect(TreePath path, ClassTree type, String prefix, List<Setting> settings) {
        Map<String, ClassTree> inner = new HashMap<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree nested) {
                inner.put(nested.getSimpleName().toString(), nested);
            }
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                String property = name(prefix, method);
                ClassTree group = inner.get(method.getReturnType().toString());
                if (group != null && group.getKind() == Tree.Kind.INTERFACE) {
                    collect(new TreePath(path, group), group, property, settings);
                } else {
                    settings.add(setting(new TreePath(path, method), method, property, inner));
                }
            }
        }
    }

    private Setting setting(TreePath path, MethodTree method, String property, Map<String, ClassTree> inner) {
        String type = method.getReturnType().toString();
        boolean map = type.startsWith("Map<");
        return new Setting(
                map ? property + ".<name>" : property,
                TypeNames.inWords(type, inner),
                annotation(method.getModifiers(), "WithDefault")
                        .map(annotation -> argument(annotation, "value"))
                        .orElse(null),
                limits(method.getModifiers()),
                comments.of(path));
    }

    private static String name(String prefix, MethodTree method) {
        if (annotation(method.getModifiers(), "WithParentName").isPresent()) {
            return prefix;
        }
        return prefix + "."
                + annotation(method.getModifiers(), "WithName")
                        .map(annotation -> argument(annotation, "value"))
                        .orElseGet(() -> kebabCase(method.getName().toString()));
    }

    static String kebabCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String limits(ModifiersTree modifiers) {
        return modifiers.getAnnotations().stream()
                .map(ConfigurationInterfaces::limit)
                .filter(limit -> !limit.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String limit(AnnotationTree annotation) {
        return switch (annotation.getAnnotationType().toString()) {
            case "Min", "DecimalMin" -> "at least " + argument(annotation, "value");
            case "Max", "DecimalMax" -> "at most " + argument(annotation, "value");
            case "Positive" -> "above 0";
            case "PositiveOrZero" -> "at least 0";
            case "NotBlank", "NotEmpty" -> "not empty";
            case "Pattern" -> "matches `" + argument(annotation, "regexp") + "`";
            default -> "";
        };
    }

    private static Optional<AnnotationTree> annotation(ModifiersTree modifiers, String simpleName) {
        return modifiers.getAnnotations().stream()
                .<AnnotationTree>map(annotation -> annotation)
                .filter(annotation -> annotation.getAnnotationType().toString().equals(simpleName))
                .findFirst();
    }

    private static String argument(AnnotationTree annotation, String name) {
        for (ExpressionTree argument : annotation.getArguments()) {
            // A lone value has no name before the compiler has looked at what it belongs to.
            ExpressionTree value =
                    argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
            String itsName = argument instanceof AssignmentTree assignment
                    ? assignment.getVariable().toString()
                    : "value";
            if (itsName.equals(name)) {
                return value instanceof LiteralTree literal ? String.valueOf(literal.getValue()) : value.toString();
            }
        }
        throw new IllegalStateException(annotation + " has no " + name);
    }
}
