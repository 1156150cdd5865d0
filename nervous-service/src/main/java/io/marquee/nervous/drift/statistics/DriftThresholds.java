package io.marquee.nervous.drift.statistics;

/**
 * When a difference counts.
 *
 * @param minRows fewest predictions that allow a verdict; by chance alone the index of 10 bins is about 9 / rows
 * @param minRequests fewest requests that allow a verdict: all rows of a request share the user, so that many rows of few
 *     requests say little
 * @param warning index from which a column is watched
 * @param drifted index from which a column has drifted
 */
public record DriftThresholds(int minRows, int minRequests, double warning, double drifted) {

    public DriftThresholds {
        if (minRows < 1 || minRequests < 1) {
            throw new IllegalArgumentException("a verdict needs at least one row and one request, got: " + minRows
                    + " rows and " + minRequests + " requests");
        }
        if (!(warning > 0 && warning <= drifted)) {
            throw new IllegalArgumentException("the warning threshold must be above 0 and not above the drift threshold"
                    + ", got: warning " + warning + ", drifted " + drifted);
        }
    }

    Verdict judge(double psi) {
        if (psi >= drifted) {
            return Verdict.DRIFTED;
        }
        return psi >= warning ? Verdict.WARNING : Verdict.STABLE;
    }
}
