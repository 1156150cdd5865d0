package io.marquee.localstack.tmdb;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Which requests are answered badly, and how. */
public final class FaultScript {

    private record Rule(String begin, Deque<Fault> faults) {}

    private final Deque<Rule> rules = new ArrayDeque<>();
    private final Map<String, Integer> suffered = new HashMap<>();
    private Random random = new Random(0);
    private double share;
    private int mostPerRequest;
    private List<Fault> mix = List.of();

    /**
     * The next requests that begin like this suffer these faults, one each.
     *
     * @param request path and query behind the base, for example {@code /movie/popular?language=ko-KR}
     */
    public synchronized void next(String request, Fault... faults) {
        rules.add(new Rule(request, new ArrayDeque<>(Arrays.asList(faults))));
    }

    /** Every request that begins like this suffers the fault, until {@link #clear}. */
    public synchronized void always(String request, Fault fault) {
        Fault[] many = new Fault[10_000];
        Arrays.fill(many, fault);
        next(request, many);
    }

    /** A share of the requests suffers one of these faults, drawn by the seed, but each at most so many. */
    public synchronized void atRandom(long seed, double share, int mostPerRequest, Fault... faults) {
        this.random = new Random(seed);
        this.share = share;
        this.mostPerRequest = mostPerRequest;
        this.mix = List.of(faults);
    }

    /** All goes well from now on. */
    public synchronized void clear() {
        rules.clear();
        mix = List.of();
        suffered.clear();
    }

    synchronized Optional<Fault> take(String request) {
        for (Rule rule : rules) {
            if (request.startsWith(rule.begin()) && !rule.faults().isEmpty()) {
                return Optional.of(rule.faults().removeFirst());
            }
        }
        if (!mix.isEmpty() && random.nextDouble() < share && suffered.getOrDefault(request, 0) < mostPerRequest) {
            suffered.merge(request, 1, Integer::sum);
            return Optional.of(mix.get(random.nextInt(mix.size())));
        }
        return Optional.empty();
    }
}
