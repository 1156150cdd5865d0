package io.marquee.journey.bench;

import io.marquee.localstack.suite.ProcessStatus;
import io.marquee.localstack.suite.Suite;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long the processors have worked for each process of a suite, and for the benchmark itself. It says who spends what on a
 * unit of work, however busy the machine is with other things.
 *
 * @param byName since each process began, its children with it
 */
record ProcessTimes(Map<String, Duration> byName) {

    ProcessTimes {
        byName = Map.copyOf(byName);
    }

    /** The times so far. */
    static ProcessTimes of(Suite suite) {
        Map<String, Duration> times = new LinkedHashMap<>();
        for (ProcessStatus process : suite.status()) {
            process.pid()
                    .flatMap(ProcessHandle::of)
                    .ifPresent(handle -> times.put(
                            process.name(),
                            Stream.concat(Stream.of(handle), handle.descendants())
                                    .map(ProcessTimes::of)
                                    .reduce(Duration.ZERO, Duration::plus)));
        }
        times.put("benchmark", of(ProcessHandle.current()));
        return new ProcessTimes(times);
    }

    /** What has been spent since then. */
    ProcessTimes since(ProcessTimes before) {
        Map<String, Duration> spent = new LinkedHashMap<>();
        byName.forEach(
                (name, time) -> spent.put(name, time.minus(before.byName().getOrDefault(name, Duration.ZERO))));
        return new ProcessTimes(spent);
    }

    /** Microseconds for each unit: all of them together, then each process, the busiest first. */
    String perUnit(long units) {
        Duration all = byName.values().stream().reduce(Duration.ZERO, Duration::plus);
        return byName.entrySet().stream()
                .sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
                .filter(process -> !process.getValue().isZero())
                .map(process -> process.getKey() + " " + micros(process.getValue(), units))
                .collect(Collectors.joining(", ", micros(all, units) + " µs: ", ""));
    }

    private static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String micros(Duration time, long units) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e3 / units);
    }
}
