package io.marquee.workhorse.ingestion.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.problem.ProblemException;
import io.marquee.contract.problem.ProblemType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CrawlWorkerTest {

    @Test
    void shouldGoOnByItselfOnlyAfterWhatPasses() {
        assertThat(CrawlWorker.passes(new IOException("the object store does not answer")))
                .isTrue();
        assertThat(CrawlWorker.passes(new ProblemException(ProblemType.UNAVAILABLE, "the database does not answer")))
                .isTrue();
        assertThat(CrawlWorker.passes(new ProblemException(ProblemType.INTERNAL, "refused a statement")))
                .isFalse();
        assertThat(CrawlWorker.passes(new IllegalStateException("a fault of ours")))
                .isFalse();
    }
}
