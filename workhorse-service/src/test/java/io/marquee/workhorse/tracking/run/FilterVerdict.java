package io.marquee.workhorse.tracking.run;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MLflow's search language written down a second time, as regular expressions: what belongs to it and what does not, without
 * a line of the parser.
 */
final class FilterVerdict {

    private static final String KEY = "(?:`(?:``|[^`])+`|\"(?:\"\"|\\\\\"|[^\"])+\"|[\\w.]++)";
    private static final String STRING = "(?:'(?:''|\\\\'|[^'])*'|\"(?:\"\"|\\\\\"|[^\"])*\")";
    private static final String LISTED = "'(?:''|\\\\'|[^'])*'";
    private static final String LIST = "\\(\\s*" + LISTED + "\\s*(?:,\\s*" + LISTED + "\\s*)*\\)";
    private static final String NUMBER =
            "-?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][-+]?\\d{1,3})?(?![\\w.])";
    private static final String LESS_OR_MORE = "\\s*(?:>=|<=|!=|=|>|<)\\s*" + NUMBER;
    private static final String ALIKE = "\\s*(?:!=|=|(?i:I?LIKE)(?!\\w))\\s*" + STRING;
    private static final String AMONG = "\\s*(?i:(?:NOT\\s+)?IN)(?!\\w)\\s*" + LIST;

    private static final String ATTRIBUTE = "(?:(?:attributes?|attr|run)\\.)?";
    private static final List<String> COMPARISONS = List.of(
            "metrics?\\." + KEY + LESS_OR_MORE,
            "(?:params?|parameters?|tags?)\\." + KEY + ALIKE,
            "datasets?\\." + oneOf("name", "digest", "context") + "(?:" + ALIKE + "|" + AMONG + ")",
            ATTRIBUTE + oneOf("start_time", "end_time", "created", "Created") + LESS_OR_MORE,
            ATTRIBUTE + oneOf("run_id") + "(?:" + ALIKE + "|" + AMONG + ")",
            ATTRIBUTE
                    + oneOf("run_name", "status", "user_id", "artifact_uri", "run name", "Run name", "Run Name")
                    + ALIKE);

    private static final Pattern COMPARISON = pattern("\\s*(?:" + String.join("|", COMPARISONS) + ")");
    private static final Pattern AND = pattern("\\s*(?i:AND)(?!\\w)");
    private static final Pattern ORDER =
            pattern("\\s*(?:(?:metrics?|params?|parameters?|tags?)\\." + KEY + "|" + ATTRIBUTE
                    + oneOf(
                            "run_id",
                            "run_name",
                            "status",
                            "user_id",
                            "artifact_uri",
                            "start_time",
                            "end_time",
                            "created",
                            "Created",
                            "run name",
                            "Run name",
                            "Run Name")
                    + ")(?:\\s*(?i:ASC|DESC)(?!\\w))?\\s*");

    private FilterVerdict() {}

    /** Whether it is a filter. */
    static boolean accepts(String filter) {
        if (filter.isBlank()) {
            return true;
        }
        int position = 0;
        while (true) {
            Matcher comparison = COMPARISON.matcher(filter).region(position, filter.length());
            if (!comparison.lookingAt()) {
                return false;
            }
            position = comparison.end();
            if (filter.substring(position).isBlank()) {
                return true;
            }
            Matcher and = AND.matcher(filter).region(position, filter.length());
            if (!and.lookingAt()) {
                return false;
            }
            position = and.end();
        }
    }

    /** Whether it is an element of {@code order_by}. */
    static boolean orders(String clause) {
        return ORDER.matcher(clause).matches();
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    private static String oneOf(String... keys) {
        StringBuilder all = new StringBuilder();
        for (String key : keys) {
            String bare = key.indexOf(' ') < 0 ? "|" + key + "(?![\\w.])" : "";
            all.append(String.format(Locale.ROOT, "|`%s`|\"%s\"%s", key, key, bare));
        }
        return "(?:" + all.substring(1) + ")";
    }
}
