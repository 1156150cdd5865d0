package io.marquee.controltower.orchestration.run;

import java.util.Locale;

/** What made a run; the names are Airflow's. */
public enum RunType {
    /** The DAG's schedule. */
    SCHEDULED("timetable"),
    /** A person or a service, over HTTP. */
    MANUAL("rest_api");

    private final String triggeredBy;

    RunType(String triggeredBy) {
        this.triggeredBy = triggeredBy;
    }

    /** The name on the wire and the prefix of run ids. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Airflow's name of what triggered the run. */
    public String triggeredBy() {
        return triggeredBy;
    }

    /** The type of that name. */
    public static RunType ofWire(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
