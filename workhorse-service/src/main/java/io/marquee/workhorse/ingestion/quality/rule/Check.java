package io.marquee.workhorse.ingestion.quality.rule;

import io.marquee.contract.event.DataQuality.CheckType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule looks at, with the bound that it holds it to. Shares are 0 to 1. */
public sealed interface Check {

    /** The kind of quality that it is about. */
    CheckType type();

    /** Its name in the rule file. */
    String kind();

    /** The column or columns it looks at, separated by comma; null when it is the table as a whole. */
    @Nullable
    String column();

    /** At least so many records were accepted. */
    record Rows(long min) implements Check {
        public Rows {
            if (min < 1) {
                throw new IllegalArgumentException("'min' must be at least 1, got: " + min);
            }
        }

        @Override
        public String kind() {
            return "rows";
        }

        @Override
        public CheckType type() {
            return CheckType.COMPLETENESS;
        }

        @Override
        public @Nullable String column() {
            return null;
        }
    }

    /** At least that share of the records was accepted. */
    record Accepted(double min) implements Check {
        public Accepted {
            share("min", min);
        }

        @Override
        public String kind() {
            return "accepted";
        }

        @Override
        public CheckType type() {
            return CheckType.VALIDITY;
        }

        @Override
        public @Nullable String column() {
            return null;
        }
    }

    /** At least that share of the records was not refused for this column: its type, form and bounds by the schema. */
    record Valid(String column, double min) implements Check {
        public Valid {
            share("min", min);
        }

        @Override
        public String kind() {
            return "valid";
        }

        @Override
        public CheckType type() {
            return CheckType.VALIDITY;
        }
    }

    /** At most that share of the accepted records does not know the column; an empty list counts as not known. */
    record Nulls(String column, double max) implements Check {
        public Nulls {
            share("max", max);
        }

        @Override
        public String kind() {
            return "nulls";
        }

        @Override
        public CheckType type() {
            return CheckType.COMPLETENESS;
        }
    }

    /**
     * At least that share of the known values lies within bounds that are narrower than the schema's.
     *
     * @param low smallest usual value, null when there is none
     * @param high largest usual value, null when there is none
     */
    record Range(
            String column, @Nullable Double low, @Nullable Double high, double min) implements Check {
        public Range {
            share("min", min);
            if (low == null && high == null) {
                throw new IllegalArgumentException("'low' or 'high' is needed");
            }
            if (low != null && high != null && low > high) {
                throw new IllegalArgumentException("'low' must not be above 'high', got: " + low + " and " + high);
            }
        }

        @Override
        public String kind() {
            return "range";
        }

        @Override
        public CheckType type() {
            return CheckType.ACCURACY;
        }
    }

    /** At least that share of the records with a value for all these columns is alone with it. */
    record Unique(List<String> columns, double min) implements Check {
        public Unique {
            share("min", min);
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("'columns' must name at least one");
            }
        }

        @Override
        public String kind() {
            return "unique";
        }

        @Override
        public CheckType type() {
            return CheckType.CONSISTENCY;
        }

        @Override
        public String column() {
            return String.join(", ", columns);
        }
    }

    /** At least that share of the records names something that is in the catalogue's table. */
    record Reference(String column, String table, double min) implements Check {
        public Reference {
            share("min", min);
        }

        @Override
        public String kind() {
            return "reference";
        }

        @Override
        public CheckType type() {
            return CheckType.CONSISTENCY;
        }
    }

    /** The newest accepted value, a time, a day or a year, is at most that old. */
    record Fresh(String column, Duration maxAge) implements Check {
        public Fresh {
            if (maxAge.isNegative() || maxAge.isZero()) {
                throw new IllegalArgumentException("'max_age' must be above 0, got: " + maxAge);
            }
        }

        @Override
        public String kind() {
            return "fresh";
        }

        @Override
        public CheckType type() {
            return CheckType.ACCURACY;
        }
    }

    /** Accepted records against those of the last good load of the same source: between these multiples of it. */
    record Volume(double min, double max) implements Check {
        public Volume {
            if (!(min >= 0 && max >= min && max < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "'min' and 'max' must be multiples from 0, the smaller first, got: " + min + " and " + max);
            }
        }

        @Override
        public String kind() {
            return "volume";
        }

        @Override
        public CheckType type() {
            return CheckType.CONSISTENCY;
        }

        @Override
        public @Nullable String column() {
            return null;
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("'" + name + "' must be a share from 0 to 1, got: " + value);
        }
    }
}
