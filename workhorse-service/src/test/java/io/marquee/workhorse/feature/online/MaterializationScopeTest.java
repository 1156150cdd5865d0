package io.marquee.workhorse.feature.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.marquee.workhorse.feature.online.MaterializationScope.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaterializationScopeTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant ONE = NOON.plusSeconds(3600);
    private static final Instant TWO = ONE.plusSeconds(3600);

    @Test
    void shouldWriteEverythingAtFirst() {
        MaterializationScope scope = MaterializationScope.increment(null, 1, Set.of("b", "a"), NOON);
        assertThat(scope.parts()).containsExactly(new Part("a", null), new Part("b", null));
        assertThat(scope.next()).isEqualTo(new Watermark(1, NOON, Set.of("a", "b")));
    }

    @Test
    void shouldWriteNewFilesWholeAndOfOthersOnlyWhatIsNewer() {
        Watermark before = new Watermark(1, NOON, Set.of("a", "b"));
        MaterializationScope scope =
                MaterializationScope.increment(before, 1, new LinkedHashSet<>(List.of("b", "c")), ONE);
        assertThat(scope.parts()).containsExactly(new Part("b", NOON), new Part("c", null));
        assertThat(scope.next()).isEqualTo(new Watermark(1, ONE, Set.of("b", "c")));
    }

    @Test
    void shouldHaveNothingToDoWhenNothingCame() {
        Watermark before = new Watermark(1, NOON, Set.of("a"));
        assertThat(MaterializationScope.increment(before, 1, Set.of("a"), NOON).parts())
                .isEmpty();
    }

    @Test
    void shouldBeginAgainWithAnotherVersion() {
        Watermark before = new Watermark(1, TWO, Set.of("a"));
        MaterializationScope scope = MaterializationScope.increment(before, 2, Set.of("a"), NOON);
        assertThat(scope.parts()).containsExactly(new Part("a", null));
        assertThat(scope.next()).isEqualTo(new Watermark(2, NOON, Set.of("a")));
    }

    @Test
    void shouldNotMoveTheWatermarkBackOrOverAGap() {
        Watermark before = new Watermark(1, ONE, Set.of("a"));
        assertThat(MaterializationScope.full(before, 1, Set.of("a"), NOON).next())
                .isEqualTo(before);
        assertThat(MaterializationScope.interval(before, 1, Set.of("a"), ONE.plusSeconds(1), TWO)
                        .next())
                .isEqualTo(before);
        assertThat(MaterializationScope.interval(null, 1, Set.of("a"), NOON, TWO)
                        .next())
                .isNull();
        assertThat(MaterializationScope.interval(before, 1, Set.of("new"), NOON, TWO)
                        .next())
                .isEqualTo(before);
        assertThat(MaterializationScope.interval(before, 1, Set.of("a"), ONE, TWO)
                        .next())
                .isEqualTo(new Watermark(1, TWO, Set.of("a")));
    }

    @Test
    void shouldRefuseAnIntervalWithoutLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaterializationScope.interval(null, 1, Set.of(), ONE, ONE))
                .withMessageContaining("must be before the end");
    }

    /**
     * Whatever builds come (rows that are late, changed, in new or in kept files) and whatever runs go before: once an
     * increment has reached a time, every entity has the newest row up to it.
     */
    @Test
    void shouldMissNothingInAnyOrderOfBuildsAndRuns() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Map<String, List<Row>> build = new LinkedHashMap<>(Map.of("f0", new ArrayList<>()));
            Map<Integer, Row> online = new HashMap<>();
            Watermark watermark = null;
            int names = 1;
            for (int step = 0; step < 25; step++) {
                if (random.nextBoolean()) {
                    build = nextBuild(build, random, names++);
                    continue;
                }
                Instant end = NOON.plusSeconds(random.nextInt(100));
                MaterializationScope scope =
                        switch (random.nextInt(4)) {
                            case 0 -> MaterializationScope.full(watermark, 1, build.keySet(), end);
                            case 1 ->
                                MaterializationScope.interval(
                                        watermark, 1, build.keySet(), end.minusSeconds(1 + random.nextInt(50)), end);
                            default -> MaterializationScope.increment(watermark, 1, build.keySet(), end);
                        };
                write(build, scope, online);
                watermark = scope.next();
            }
            Instant end = NOON.plusSeconds(100);
            write(build, MaterializationScope.increment(watermark, 1, build.keySet(), end), online);
            assertThat(online).as("seed %d", seed).isEqualTo(newest(build));
        }
    }

    /** A row; its content stands for all that may change while entity and time stay. */
    private record Row(int entity, Instant time, int content) {}

    /** One file is written anew with one row more or changed, or a file is added. */
    private static Map<String, List<Row>> nextBuild(Map<String, List<Row>> build, Random random, int name) {
        Map<String, List<Row>> next = new LinkedHashMap<>(build);
        List<Row> rows = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            String old = List.copyOf(build.keySet()).get(random.nextInt(build.size()));
            rows.addAll(next.remove(old));
        }
        Row row = new Row(random.nextInt(5), NOON.plusSeconds(random.nextInt(100)), name);
        boolean elsewhere = next.values().stream()
                .flatMap(List::stream)
                .anyMatch(
                        other -> other.entity() == row.entity() && other.time().equals(row.time()));
        if (!elsewhere) {
            rows.removeIf(
                    other -> other.entity() == row.entity() && other.time().equals(row.time()));
            rows.add(row);
        }
        next.put("f" + name, rows);
        return next;
    }

    private static void write(Map<String, List<Row>> build, MaterializationScope scope, Map<Integer, Row> online) {
        Map<Integer, Row> newest = new HashMap<>();
        for (Part part : scope.parts()) {
            for (Row row : build.get(part.file())) {
                if (isAfter(row, part.after()) && !row.time().isAfter(scope.end())) {
                    newest.merge(row.entity(), row, (a, b) -> a.time().isAfter(b.time()) ? a : b);
                }
            }
        }
        newest.forEach((entity, row) ->
                online.merge(entity, row, (there, come) -> there.time().isAfter(come.time()) ? there : come));
    }

    private static boolean isAfter(Row row, @Nullable Instant moment) {
        return moment == null || row.time().isAfter(moment);
    }

    private static Map<Integer, Row> newest(Map<String, List<Row>> build) {
        Map<Integer, Row> newest = new HashMap<>();
        build.values().stream()
                .flatMap(List::stream)
                .forEach(row ->
                        newest.merge(row.entity(), row, (a, b) -> a.time().isAfter(b.time()) ? a : b));
        return newest;
    }
}
