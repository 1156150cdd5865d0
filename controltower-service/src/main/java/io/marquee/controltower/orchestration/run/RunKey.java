package io.marquee.controltower.orchestration.run;

/** Which run: run ids are unique per DAG. */
public record RunKey(String dagId, String runId) {

    @Override
    public String toString() {
        return dagId + "/" + runId;
    }
}
