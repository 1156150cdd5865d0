package io.marquee.workhorse.feature.online;

import static io.marquee.workhorse.feature.online.TestStores.DEFINITIONS;
import static io.marquee.workhorse.feature.online.TestStores.count;
import static io.marquee.workhorse.feature.online.TestStores.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.marquee.contract.feature.EntityKey;
import io.marquee.contract.feature.OnlineRow;
import io.marquee.contract.feature.ValueType;
import io.marquee.workhorse.feature.definition.ViewDefinition;
import io.marquee.workhorse.feature.online.OnlineStore.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an online store does, whichever way Redis runs. */
abstract class OnlineStoreContract {

    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    final ViewDefinition counts = DEFINITIONS.view("counts");

    abstract OnlineStore store();

    @BeforeEach
    void empty() {
        store().forgetAll();
    }

    @Test
    void shouldReadEveryTypeAsItWasWritten() {
        // Given
        OnlineRow row = TestStores.everything(START.plusNanos(5));

        // When
        Written written = store().write(DEFINITIONS.view("everything"), List.of(new EntityRow(user(7), row)));

        // Then
        assertThat(written).isEqualTo(new Written(1, 0));
        assertThat(store().read("everything", user(7)).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(row);
        assertThat(store().read("counts", user(7))).isEmpty();
    }

    @Test
    void shouldNeverReplaceARowByAnOlderOne() {
        assertThat(write(count(1, START.plusNanos(500), 1))).isEqualTo(new Written(1, 0));
        assertThat(write(count(1, START.plusNanos(499), 2))).isEqualTo(new Written(0, 1));
        assertThat(write(count(1, START.minusSeconds(1), 3))).isEqualTo(new Written(0, 1));
        assertThat(n(1)).isEqualTo(1L);
        assertThat(write(count(1, START.plusNanos(500), 4))).isEqualTo(new Written(1, 0));
        assertThat(n(1)).isEqualTo(4L);
        assertThat(write(count(1, Instant.EPOCH.minusSeconds(9), 5))).isEqualTo(new Written(0, 1));
        assertThat(write(count(2, Instant.EPOCH.minusSeconds(9), 6))).isEqualTo(new Written(1, 0));
        assertThat(write(count(2, Instant.EPOCH, 7))).isEqualTo(new Written(1, 0));
        assertThat(n(2)).isEqualTo(7L);
    }

    @Test
    void shouldTakeRowsOfOneEntityAsIfTheyCameOneAfterTheOther() {
        Written written = write(
                count(1, START, 1),
                count(1, START.plusSeconds(2), 2),
                count(2, START, 3),
                count(1, START.plusSeconds(1), 4),
                count(1, START.plusSeconds(2), 5));
        assertThat(written).isEqualTo(new Written(4, 1));
        assertThat(n(1)).isEqualTo(5L);
        assertThat(n(2)).isEqualTo(3L);
    }

    @Test
    void shouldKeepRowsOfSeveralJoinKeysApart() {
        // Given
        List<EntityRow> rows = new ArrayList<>();
        for (long user = 0; user < 40; user++) {
            for (String genre : List.of("Drama", "{Comédie}", "{}")) {
                rows.add(new EntityRow(pair(user, genre), new OnlineRow(START, Map.of("n", user))));
            }
        }

        // When
        Written written = store().write(DEFINITIONS.view("pairs"), rows);

        // Then
        assertThat(written).isEqualTo(new Written(120, 0));
        for (EntityRow row : rows) {
            assertThat(store().read("pairs", row.key())).contains(row.row());
        }
        assertThat(store().forget(List.of(pair(3, "{}"), pair(4, "Drama"), pair(4, "Horror"))))
                .isEqualTo(2);
        assertThat(store().read("pairs", pair(3, "{}"))).isEmpty();
        assertThat(store().forgetAll()).isEqualTo(118);
        assertThat(store().forgetAll()).isZero();
    }

    /** Whoever writes last, and however batches and single rows meet: the newest row stays, as a whole. */
    @Test
    void shouldKeepTheNewestRowWhenWritersMeet() throws Exception {
        // Given
        int users = 100;
        List<Callable<Written>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Random random = new Random(writer);
            writers.add(() -> {
                Written all = Written.NOTHING;
                for (int round = 0; round < 30; round++) {
                    List<EntityRow> rows = new ArrayList<>();
                    int size = random.nextInt(3) == 0 ? 1 : 100;
                    for (int i = 0; i < size; i++) {
                        long moment = random.nextInt(10_000);
                        rows.add(count(random.nextInt(users), START.plusSeconds(moment), moment));
                    }
                    for (long user = 0; user < users && round == 15; user++) {
                        rows.add(count(user, START.plusSeconds(10_000), 10_000));
                    }
                    all = all.plus(store().write(counts, rows));
                }
                return all;
            });
        }

        // When
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Written> writer : threads.invokeAll(writers)) {
                assertThat(writer.get().written()).isPositive();
            }
        }

        // Then
        for (long user = 0; user < users; user++) {
            OnlineRow row = store().read("counts", user(user)).orElseThrow();
            assertThat(row).isEqualTo(new OnlineRow(START.plusSeconds(10_000), Map.of("n", 10_000L)));
        }
    }

    Written write(EntityRow... rows) {
        return store().write(counts, List.of(rows));
    }

    Object n(long user) {
        return store().read("counts", user(user)).orElseThrow().values().get("n");
    }

    static EntityKey pair(long user, String genre) {
        return new EntityKey(List.of(
                new EntityKey.Part("user_id", ValueType.INT64, user),
                new EntityKey.Part("genre", ValueType.STRING, genre)));
    }
}
