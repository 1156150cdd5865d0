package io.marquee.runtime.tree;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Lays the trees of an XGBoost model file one after another into flat arrays, checking that every path ends in a leaf. */
final class TreeTables {

    private final int width;
    private final JsonNode trees;
    private final int[] roots;
    private final int[] left;
    private final int[] right;
    private final int[] feature;
    private final float[] value;
    private final boolean[] missingGoesLeft;

    TreeTables(int width, JsonNode trees) throws IOException {
        this.width = width;
        this.trees = trees;
        int nodes = 0;
        for (JsonNode tree : trees) {
            nodes += XgboostModelFile.required(tree, "left_children").size();
        }
        this.roots = new int[trees.size()];
        this.left = new int[nodes];
        this.right = new int[nodes];
        this.feature = new int[nodes];
        this.value = new float[nodes];
        this.missingGoesLeft = new boolean[nodes];
    }

    TreeEnsemble ensemble(float baseScore) throws IOException {
        int start = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = start;
            start += copy(tree, trees.get(tree), start);
        }
        return new TreeEnsemble(width, baseScore, roots, left, right, feature, value, missingGoesLeft);
    }

    private int copy(int number, JsonNode tree, int start) throws IOException {
        JsonNode lefts = column(number, tree, "left_children", -1);
        int nodes = lefts.size();
        if (nodes == 0) {
            throw new IOException("has tree " + number + " without nodes");
        }
        JsonNode rights = column(number, tree, "right_children", nodes);
        JsonNode features = column(number, tree, "split_indices", nodes);
        JsonNode values = column(number, tree, "split_conditions", nodes);
        JsonNode defaults = column(number, tree, "default_left", nodes);
        JsonNode types = tree.path("split_type");
        for (int node = 0; node < nodes; node++) {
            int at = start + node;
            value[at] = values.get(node).floatValue();
            if (lefts.get(node).intValue() == TreeEnsemble.LEAF) {
                left[at] = TreeEnsemble.LEAF;
                right[at] = TreeEnsemble.LEAF;
                continue;
            }
            if (types.path(node).asInt(0) != 0) {
                throw new IOException("has a categorical split in tree " + number + "; numeric splits are evaluated");
            }
            left[at] = start + lefts.get(node).intValue();
            right[at] = start + rights.get(node).intValue();
            feature[at] = features.get(node).intValue();
            if (feature[at] < 0 || feature[at] >= width) {
                throw new IOException("has tree " + number + " with a split on input " + feature[at] + " of " + width);
            }
            // Numbers up to XGBoost 1.x wrote 0 and 1 here, later ones write true and false.
            missingGoesLeft[at] = defaults.get(node).asBoolean();
        }
        requireTree(number, start, nodes);
        return nodes;
    }

    /** Pruning reuses node numbers, so children may come before their parent; each must have exactly one. */
    private void requireTree(int number, int start, int nodes) throws IOException {
        boolean[] reached = new boolean[nodes];
        int[] open = new int[nodes];
        int waiting = 0;
        open[waiting++] = start;
        reached[0] = true;
        while (waiting > 0) {
            int node = open[--waiting];
            if (left[node] == TreeEnsemble.LEAF) {
                continue;
            }
            for (int child : new int[] {left[node], right[node]}) {
                if (child < start || child >= start + nodes || reached[child - start]) {
                    throw new IOException("has tree " + number + " that is no tree: node " + (child - start)
                            + " below node " + (node - start) + " of " + nodes + " nodes");
                }
                reached[child - start] = true;
                open[waiting++] = child;
            }
        }
    }

    private static JsonNode column(int number, JsonNode tree, String name, int length) throws IOException {
        JsonNode column = XgboostModelFile.required(tree, name);
        if (length >= 0 && column.size() != length) {
            throw new IOException(
                    "has tree " + number + " with " + column.size() + " " + name + " for " + length + " nodes");
        }
        return column;
    }
}
