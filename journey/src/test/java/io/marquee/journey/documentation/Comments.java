package io.marquee.journey.documentation;

import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Javadoc comments as Markdown, on one line. */
final class Comments {

    private static final Pattern BLOCK_TAGS = Pattern.compile("(?s)\\n\\s*@\\w+ .*");
    private static final Pattern CODE = Pattern.compile("\\{@(?:code|literal) ((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern LINK =
            Pattern.compile("\\{@link(?:plain)? #?([\\w.#]+)(?:\\([^)]*\\))?(?: ([^}]*))?}");

    private final DocTrees trees;

    Comments(DocTrees trees) {
        this.trees = trees;
    }

    /** What is said above that declaration; empty when nothing is. */
    String of(TreePath declaration) {
        @Nullable String comment = trees.getDocComment(declaration);
        return comment == null ? "" : markdown(comment);
    }

    static String markdown(String javadoc) {
        String text = BLOCK_TAGS.matcher("\n" + javadoc).replaceAll("");
        text = CODE.matcher(text).replaceAll("`$1`");
        text = LINK.matcher(text).replaceAll(match -> match.group(2) == null ? "`$1`" : "$2");
        return text.replaceAll("<p>|</?[biu]>", "").replaceAll("\\s+", " ").strip();
    }
}
