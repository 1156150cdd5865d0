package io.marquee.workhorse.ingestion;

import io.marquee.contract.problem.ProblemException;
import io.marquee.workhorse.ingestion.source.DatasetOpener;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.ingestion.source.SourceDataset;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of sources there are. */
@ApplicationScoped
class DatasetOpeners {

    private final Map<String, DatasetOpener> openers = new TreeMap<>();

    DatasetOpeners(@All List<DatasetOpener> all) {
        for (DatasetOpener opener : all) {
            if (openers.put(opener.kind(), opener) != null) {
                throw new IllegalStateException("two openers answer the source '" + opener.kind() + "'");
            }
        }
    }

    /**
     * Opens what is asked for.
     *
     * @throws ProblemException naming the field that is wrong; when it is the source, the kinds there are
     */
    SourceDataset open(IngestionRequest request) {
        DatasetOpener opener = openers.get(request.source());
        if (opener == null) {
            throw ProblemException.invalid(
                    "source", request.source(), "must be one of " + String.join(", ", openers.keySet()));
        }
        return opener.open(request);
    }
}
