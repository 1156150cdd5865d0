package io.marquee.journey.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.localstack.suite.Service;
import io.marquee.localstack.suite.Suite;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/**
 * Runs a job undisturbed once, then again and again from the same beginning with workhorse killed at a random point of it.
 * Each time the job is run to its end afterwards, and the tables have to be those of the undisturbed run.
 */
final class CrashDrill {

    /** Work that workhorse does on request. */
    interface Job {

        /** Brings the data to where the job begins. */
        void prepare() throws SQLException;

        /** Asks for the work and returns as soon as it has begun. */
        void begin();

        /** Whether the work has ended, so that a kill would come too late. */
        boolean done();

        /** Has the work done to its end, after a crash or without one; fails when it cannot be. */
        void complete() throws InterruptedException;

        /** Checks what is to be seen elsewhere than in the tables. */
        default void inspect(int kills) {}
    }

    private final Suite suite;
    private final CatalogueDatabase database;
    private final Random random;

    CrashDrill(Suite suite, CatalogueDatabase database, long seed) {
        this.suite = suite;
        this.database = database;
        this.random = new Random(seed);
    }

    /**
     * Kills until that many kills have come before the job was done.
     *
     * @return what the undisturbed run left behind
     */
    Map<String, String> run(String name, Job job, int kills) throws SQLException, InterruptedException {
        job.prepare();
        long start = System.nanoTime();
        job.begin();
        job.complete();
        long usual = Duration.ofNanos(System.nanoTime() - start).toMillis();
        Map<String, String> undisturbed = database.digests();
        job.inspect(0);
        System.out.printf("%s undisturbed: %d ms, %s%n", name, usual, undisturbed);
        int hits = 0;
        for (int round = 1; hits < kills; round++) {
            assertThat(round)
                    .as("rounds for %s kills, of which %s came in time", kills, hits)
                    .isLessThanOrEqualTo(4 * kills + 4);
            job.prepare();
            job.begin();
            long wait = (long) (random.nextDouble() * usual);
            Thread.sleep(wait);
            boolean inTime = !job.done();
            suite.kill(Service.WORKHORSE);
            suite.start(Service.WORKHORSE);
            job.complete();
            assertThat(database.digests())
                    .as("round %s, killed %s ms after the beginning, of usually %s ms", round, wait, usual)
                    .isEqualTo(undisturbed);
            job.inspect(1);
            hits += inTime ? 1 : 0;
            System.out.printf("%s killed after %d ms%s: same tables%n", name, wait, inTime ? "" : " (too late)");
        }
        return undisturbed;
    }
}
