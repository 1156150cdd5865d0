package io.marquee.workhorse.training.recipe;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A recipe that cannot be used; the message names the file, the field and the value. */
public class RecipeException extends ProblemException {

    private static final long serialVersionUID = 1L;

    RecipeException(String file, String problem, @Nullable Throwable cause) {
        super(ProblemType.UNPROCESSABLE, "recipe " + file + ": " + problem, cause);
    }
}
