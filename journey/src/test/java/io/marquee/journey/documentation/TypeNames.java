package io.marquee.journey.documentation;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person types for a value of a Java type. */
final class TypeNames {

    private TypeNames() {}

    /** @param inner the types that are declared beside the setting, by simple name */
    static String inWords(String type, Map<String, ClassTree> inner) {
        String element =
                type.substring(type.indexOf('<') + 1, type.indexOf('>') < 0 ? type.length() : type.indexOf('>'));
        if (type.startsWith("Optional<")) {
            return inWords(element, inner);
        }
        if (type.startsWith("List<") || type.startsWith("Set<")) {
            return "list of " + inWords(element, inner) + ", comma-separated";
        }
        if (type.startsWith("Map<")) {
            return inWords(element.substring(element.indexOf(',') + 1).strip(), inner);
        }
        ClassTree declared = inner.get(type);
        if (declared != null && declared.getKind() == Tree.Kind.ENUM) {
            return constants(declared);
        }
        return switch (type) {
            case "int", "Integer", "OptionalInt", "long", "Long", "OptionalLong", "short" -> "whole number";
            case "double", "Double", "OptionalDouble", "float" -> "number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "text";
            case "Path" -> "path";
            case "URI" -> "URI";
            case "Duration" -> "duration";
            case "MemorySize" -> "size";
            default -> "`" + type + "`";
        };
    }

    private static String constants(ClassTree declared) {
        return declared.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(VariableTree.class::cast)
                .filter(member -> member.getType()
                        .toString()
                        .equals(declared.getSimpleName().toString()))
                .map(member -> "`"
                        + member.getName().toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                .collect(Collectors.joining(", "));
    }
}
