package io.marquee.workhorse.tracking.registry;

import io.marquee.workhorse.tracking.store.Names;
import io.marquee.workhorse.tracking.wire.MlflowException;
import java.util.Arrays;
import java.util.List;

/** Where a version is on its way; names as MLflow writes them. */
enum Stage {
    NONE("None"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived");

    private final String wireName;

    Stage(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }

    /** Whether versions in it are in use, so that a newer one can take their place. */
    boolean isActive() {
        return this == STAGING || this == PRODUCTION;
    }

    static List<String> wireNames() {
        return Arrays.stream(values()).map(Stage::wireName).toList();
    }

    /** Reads a stage, in any case of letters. */
    static Stage of(String text) {
        return Arrays.stream(values())
                .filter(stage -> stage.wireName.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () -> MlflowException.invalid("Invalid Model Version stage: " + Names.oneLine("stage", text)
                                + ". Value must be one of " + String.join(", ", wireNames()) + "."));
    }
}
