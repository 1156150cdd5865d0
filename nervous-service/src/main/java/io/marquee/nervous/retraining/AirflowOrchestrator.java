package io.marquee.nervous.retraining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Starts and follows DAG runs by Airflow's contract: Marquee's own controltower, or a real Airflow. */
@ApplicationScoped
class AirflowOrchestrator {

    /** What came of asking for a run. */
    sealed interface StartAnswer {

        /** The orchestrator has the run, from this or from an earlier request. */
        record Accepted() implements StartAnswer {}

        /** It will not run it, however often it is asked. */
        record Refused(String why) implements StartAnswer {}

        /** It may run it when asked again. */
        record NotReached(String why) implements StartAnswer {}
    }

    /** Where a run stands. */
    sealed interface RunAnswer {

        record UnderWay() implements RunAnswer {}

        record Succeeded() implements RunAnswer {}

        record Failed(String why) implements RunAnswer {}

        record NotReached(String why) implements RunAnswer {}
    }

    private final DagRunApi api;

    AirflowOrchestrator(@RestClient DagRunApi api) {
        this.api = api;
    }

    StartAnswer start(RetrainingRequest request) {
        try {
            api.start(
                    request.dagId(),
                    new DagRunApi.DagRunBody(request.dagRunId(), null, conf(request), request.reason()));
            return new StartAnswer.Accepted();
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status == 409) {
                // The run id is ours alone: an earlier request has arrived although its answer did not.
                return new StartAnswer.Accepted();
            }
            String why = "the orchestrator answered " + status + " to a run of " + request.dagId();
            return isPassing(status) ? new StartAnswer.NotReached(why) : new StartAnswer.Refused(why);
        } catch (ProcessingException e) {
            return new StartAnswer.NotReached("the orchestrator cannot be reached: " + e.getMessage());
        }
    }

    RunAnswer look(RetrainingRequest request) {
        try {
            String state = api.get(request.dagId(), request.dagRunId()).state();
            return switch (state) {
                case "success" -> new RunAnswer.Succeeded();
                case "failed" -> new RunAnswer.Failed("run " + request.dagRunId() + " failed");
                default -> new RunAnswer.UnderWay();
            };
        } catch (WebApplicationException e) {
            int status = e.getResponse().getStatus();
            if (status == 404) {
                return new RunAnswer.Failed("the orchestrator does not know run " + request.dagRunId() + " any more");
            }
            return new RunAnswer.NotReached("the orchestrator answered " + status + " for run " + request.dagRunId());
        } catch (ProcessingException e) {
            return new RunAnswer.NotReached("the orchestrator cannot be reached: " + e.getMessage());
        }
    }

    private static boolean isPassing(int status) {
        return status >= 500 || status == 429 || status == 408;
    }

    private static Map<String, Object> conf(RetrainingRequest request) {
        Map<String, Object> conf = new LinkedHashMap<>();
        conf.put("trigger", request.cause().wireName());
        conf.put("reason", request.reason());
        if (request.modelName() != null && request.modelVersion() != null) {
            conf.put("model_name", request.modelName());
            conf.put("model_version", request.modelVersion());
        }
        return conf;
    }
}
