package io.marquee.workhorse.training.mlflow;

import io.marquee.workhorse.training.mlflow.TrackingClient.Run;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;

/** The contract on this service's own tracking server, which MLflow's client then reads. */
abstract class ServerTrackingClientContract extends TrackingClientContract {

    @TestHTTPResource("/")
    URI base;

    @Override
    protected Seen see(Run run) {
        try (MlflowClient mlflow = new MlflowClient(base.toString())) {
            Service.Run seen = mlflow.getRun(run.runId());
            return new Seen(
                    seen.getInfo().getStatus().name(),
                    seen.getInfo().getEndTime(),
                    seen.getData().getParamsList().stream()
                            .collect(Collectors.toMap(Service.Param::getKey, Service.Param::getValue)),
                    tags(seen));
        }
    }

    private static Map<String, String> tags(Service.Run run) {
        return run.getData().getTagsList().stream()
                .collect(Collectors.toMap(Service.RunTag::getKey, Service.RunTag::getValue));
    }

    @Override
    protected List<String> history(Run run, String metric) {
        try (MlflowClient mlflow = new MlflowClient(base.toString())) {
            return mlflow.getMetricHistory(run.runId(), metric).stream()
                    .map(point -> point.getTimestamp() + " " + point.getValue() + " " + point.getStep())
                    .toList();
        }
    }

    @Override
    protected List<String> inputs(Run run) {
        try (MlflowClient mlflow = new MlflowClient(base.toString())) {
            return mlflow.getRun(run.runId()).getInputs().getDatasetInputsList().stream()
                    .map(input -> input.getDataset().getName() + " "
                            + input.getDataset().getDigest())
                    .toList();
        }
    }
}
