package io.marquee.controltower.registry;

import org.jspecify.annotations.Nullable;

/** How an attempt to take up a model's champion ended. */
public sealed interface LoadOutcome<M> {

    /** Short name for metrics and answers. */
    String label();

    /** One sentence for people. */
    String detail();

    /** A version other than the present one was opened. */
    record Loaded<M>(Champion<M> champion) implements LoadOutcome<M> {
        @Override
        public String label() {
            return "loaded";
        }

        @Override
        public String detail() {
            return champion.version().id() + " is served";
        }
    }

    /** The registry's champion is the one that is served already. */
    record Unchanged<M>(RegisteredVersion version) implements LoadOutcome<M> {
        @Override
        public String label() {
            return "unchanged";
        }

        @Override
        public String detail() {
            return version.id() + " is served";
        }
    }

    /** The registry has no champion of that name. */
    record Absent<M>(String model, String alias) implements LoadOutcome<M> {
        @Override
        public String label() {
            return "absent";
        }

        @Override
        public String detail() {
            return "the registry has no alias '" + alias + "' of " + model;
        }
    }

    /** The registry could not be asked, or the download broke off. */
    record Unreachable<M>(String reason) implements LoadOutcome<M> {
        @Override
        public String label() {
            return "unreachable";
        }

        @Override
        public String detail() {
            return reason;
        }
    }

    /** The champion exists but cannot be served: its folder is damaged or of an unknown kind. */
    record Refused<M>(@Nullable RegisteredVersion version, String reason) implements LoadOutcome<M> {
        @Override
        public String label() {
            return "refused";
        }

        @Override
        public String detail() {
            return version == null ? reason : version.id() + " cannot be served: " + reason;
        }
    }
}
