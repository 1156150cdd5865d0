package io.marquee.workhorse.ingestion.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.marquee.localstack.testing.LocalStackResource;
import io.marquee.localstack.tmdb.StubCatalogue;
import io.marquee.localstack.tmdb.TmdbStub;
import io.marquee.workhorse.ingestion.crawl.ArchiveReader;
import io.marquee.workhorse.ingestion.crawl.Crawl;
import io.marquee.workhorse.ingestion.crawl.CrawlArchives;
import io.marquee.workhorse.ingestion.crawl.CrawlSettings;
import io.marquee.workhorse.ingestion.crawl.CrawlTarget;
import io.marquee.workhorse.ingestion.crawl.FakeCrawlClock;
import io.marquee.workhorse.ingestion.crawl.RawAnswer;
import io.marquee.workhorse.ingestion.crawl.TestCrawls;
import io.marquee.workhorse.ingestion.crawl.UnexpectedAnswerException;
import io.marquee.workhorse.ingestion.source.IngestionRequest;
import io.marquee.workhorse.storage.ObjectStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crawls that end again and again without a word, before and behind each request and each part of the archive. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
class KilledCrawlTest {

    private static final int PART_ANSWERS = 7;

    @Inject
    TestCrawls crawls;

    @Inject
    TmdbDatasetOpener opener;

    @Inject
    CrawlArchives archives;

    @Inject
    ObjectStore store;

    private final FakeCrawlClock clock = new FakeCrawlClock(Instant.parse("2026-03-01T12:00:00Z"));

    /** Ends the run as a kill does: nobody handles it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Decides where to kill. */
    private static final class Killer {
        private final Random random;
        private int kills;
        private int lostAnswers;

        Killer(long seed) {
            this.random = new Random(seed);
        }

        void mayKill(boolean answerAtHand) {
            if (random.nextInt(12) == 0) {
                kills++;
                lostAnswers += answerAtHand ? 1 : 0;
                throw new Killed();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldNeitherLoseNorRepeatAnAnswerWhenItIsKilledAgainAndAgain(long seed) throws Exception {
        // Given
        StubCatalogue catalogue = StubCatalogue.generate(70, seed);
        Killer killer = new Killer(seed);
        try (TmdbStub stub = TmdbStub.start(catalogue);
                CrawlTarget target = new KillableTarget(
                        TmdbCrawlTest.target(Map.of("pages", "1-500"), TmdbSetup.of(stub)), killer)) {
            String crawlId = crawls.create("tmdb", target);

            // When
            Crawl crawl = runUntilItEnds(crawlId, target, killer);

            // Then
            assertThat(crawl.state()).isEqualTo(Crawl.State.SUCCEEDED);
            assertThat(killer.kills).isGreaterThan(5);
            assertThat(crawl.resumed()).isEqualTo(killer.kills);
            assertThat(ExpectedMovies.read(opener.open(new IngestionRequest("tmdb", crawl.archive(), Map.of()))))
                    .isEqualTo(ExpectedMovies.of(catalogue.popular()));
            // Only an answer that was on its way when the kill came is asked for again.
            assertThat(stub.requests()).hasSize((int) crawl.stepsTotal() + killer.lostAnswers);
            assertThat(archivedSteps(crawl)).doesNotHaveDuplicates().hasSize((int) crawl.stepsTotal());
        }
    }

    @Test
    void shouldLeaveTheArchiveAloneWhenItComesBackAfterItsCrawlWasTakenOver() throws Exception {
        // Given
        StubCatalogue catalogue = StubCatalogue.generate(30, 1);
        try (TmdbStub stub = TmdbStub.start(catalogue);
                CrawlTarget target = TmdbCrawlTest.target(Map.of("pages", "1-2"), TmdbSetup.of(stub))) {
            String crawlId = crawls.create("tmdb", target);
            AtomicBoolean first = new AtomicBoolean(true);
            ObjectStore stalled = store(method -> {
                if (method.equals("write") && first.getAndSet(false)) {
                    crawls.run(crawlId, target, clock, 1, store, PART_ANSWERS);
                }
            });

            // When
            assertThatThrownBy(() -> crawls.run(crawlId, target, clock, 1, stalled, PART_ANSWERS))
                    .hasMessage("the crawl " + crawlId + " was cancelled or taken over by another worker");

            // Then
            Crawl crawl = crawls.get(crawlId);
            assertThat(crawl.state()).isEqualTo(Crawl.State.SUCCEEDED);
            assertThat(first).isFalse();
            assertThat(archivedSteps(crawl)).doesNotHaveDuplicates().hasSize((int) crawl.stepsTotal());
            assertThat(stub.requestCounts().values()).containsOnly(1L);
            assertThat(ExpectedMovies.read(opener.open(new IngestionRequest("tmdb", crawl.archive(), Map.of()))))
                    .isEqualTo(ExpectedMovies.of(catalogue.popular()));
        }
    }

    private Crawl runUntilItEnds(String crawlId, CrawlTarget target, Killer killer) throws InterruptedException {
        while (true) {
            try {
                return crawls.run(crawlId, target, clock, 1, killable(killer), PART_ANSWERS);
            } catch (Killed e) {
                assertThat(crawls.get(crawlId).state()).isEqualTo(Crawl.State.RUNNING);
            }
        }
    }

    private List<String> archivedSteps(Crawl crawl) throws IOException {
        List<String> steps = new ArrayList<>();
        try (ArchiveReader reader = new ArchiveReader(archives, archives.parts(crawl.archive()))) {
            for (ArchiveReader.Line line = reader.next(); line != null; line = reader.next()) {
                assertThat(line.defect()).isNull();
                steps.add(line.answer().step());
            }
        }
        return steps;
    }

    /** The store, with a kill before or behind each use. */
    private ObjectStore killable(Killer killer) {
        return store(method -> killer.mayKill(false));
    }

    /** What happens before and behind each use of the store. */
    private interface Around {
        void use(String method) throws Exception;
    }

    private ObjectStore store(Around around) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    around.use(method.getName());
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        around.use(method.getName());
                    }
                });
    }

    /** TMDB, with a kill before or behind each request. */
    private record KillableTarget(CrawlTarget target, Killer killer) implements CrawlTarget {

        @Override
        public RawAnswer fetch(String step) throws IOException {
            killer.mayKill(false);
            RawAnswer answer = target.fetch(step);
            killer.mayKill(true);
            return answer;
        }

        @Override
        public String displayName() {
            return target.displayName();
        }

        @Override
        public CrawlSettings settings() {
            return target.settings();
        }

        @Override
        public List<String> firstSteps() {
            return target.firstSteps();
        }

        @Override
        public List<String> nextSteps(String step, JsonNode answer) throws UnexpectedAnswerException {
            return target.nextSteps(step, answer);
        }

        @Override
        public boolean mayBeMissing(String step) {
            return target.mayBeMissing(step);
        }

        @Override
        public String adviceOnRefusal() {
            return target.adviceOnRefusal();
        }

        @Override
        public String redact(String text) {
            return target.redact(text);
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
