package io.marquee.workhorse.task;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Operators that do what a test wants. */
final class TestOperators {

    private TestOperators() {}

    /** Returns what it was given. */
    @ApplicationScoped
    static class Echo implements TaskOperator {
        @Override
        public String name() {
            return "test_echo";
        }

        @Override
        public Map<String, Object> run(TaskContext context) {
            context.progress().accept("half way");
            context.progress().accept("there");
            return Map.of(
                    "params", context.params(),
                    "conf", context.conf(),
                    "rows", context.optional("rows").orElse("none"));
        }
    }

    /** Fails. */
    @ApplicationScoped
    static class Failing implements TaskOperator {
        @Override
        public String name() {
            return "test_failing";
        }

        @Override
        public Map<String, Object> run(TaskContext context) {
            throw new IllegalStateException(
                    "the folder is empty", new IllegalArgumentException("no file matches *.csv"));
        }
    }

    /** Waits until the test opens the gate of the try. */
    @ApplicationScoped
    static class Gate implements TaskOperator {

        private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();
        private static final List<String> ENTERED = new CopyOnWriteArrayList<>();

        static void open(String dagRunId, int tryNumber) {
            gate(dagRunId + "#" + tryNumber).countDown();
        }

        static List<String> entered(String dagRunId) {
            return ENTERED.stream().filter(key -> key.startsWith(dagRunId)).toList();
        }

        @Override
        public String name() {
            return "test_gate";
        }

        @Override
        public Map<String, Object> run(TaskContext context) throws InterruptedException {
            String key = context.dagRunId() + "#" + context.tryNumber();
            ENTERED.add(key);
            gate(key).await();
            return Map.of("try", context.tryNumber());
        }

        private static CountDownLatch gate(String key) {
            return GATES.computeIfAbsent(key, k -> new CountDownLatch(1));
        }
    }
}
