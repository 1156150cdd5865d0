package io.marquee.nervous.platform;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All recurring work of the service, so that it has come to rest before the database connections go. */
@ApplicationScoped
public class RecurringWorks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<RecurringWork> works = new CopyOnWriteArrayList<>();

    /** New work for that purpose, for example {@code "watch drift"}. */
    public RecurringWork named(String purpose) {
        RecurringWork work = new RecurringWork(purpose);
        works.add(work);
        return work;
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        for (RecurringWork work : works) {
            work.stop(PATIENCE);
        }
    }
}
