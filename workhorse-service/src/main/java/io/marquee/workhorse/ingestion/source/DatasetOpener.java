package io.marquee.workhorse.ingestion.source;

/** Opens data sets of one kind of source. Each is a bean; the ingestion service finds it by {@link #kind()}. */
public interface DatasetOpener {

    /** The {@link IngestionRequest#source()} that it answers. */
    String kind();

    /**
     * Looks at what the request names, far enough that a wrong path, header or option is found now and not in the middle of
     * the load.
     *
     * @throws io.marquee.contract.problem.ProblemException naming the field that is wrong
     */
    SourceDataset open(IngestionRequest request);
}
