package io.marquee.workhorse.training.recipe;

import io.marquee.workhorse.feature.offline.TestCatalogue;
import java.nio.file.Path;

/** The recipes that ship with the project, with what their feature services stand for. */
public final class ShippedRecipes {

    private ShippedRecipes() {}

    public static Recipe movieRating() {
        return resolved(RecipeReader.read(Path.of(".."), "recipes/movie_rating.yaml"));
    }

    public static Recipe personalRating() {
        return resolved(RecipeReader.read(Path.of(".."), "recipes/personal_rating.yaml"));
    }

    private static Recipe resolved(Recipe recipe) {
        return recipe.withFeatures(TestCatalogue.DEFINITIONS.resolve(recipe.featureService()));
    }
}
