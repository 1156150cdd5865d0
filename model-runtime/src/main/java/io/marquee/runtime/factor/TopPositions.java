package io.marquee.runtime.factor;

/**
 * The k positions with the highest scores, of equal scores those with the lowest position: a binary heap with the worst kept
 * position on top, so that nearly every candidate is turned away by one comparison.
 */
final class TopPositions {

    private final int[] positions;
    private final double[] scores;
    private int size;

    TopPositions(int k) {
        this.positions = new int[k];
        this.scores = new double[k];
    }

    /** Whether {@link #offer} would keep a later position with that score. */
    boolean accepts(double score) {
        return size < positions.length || (size > 0 && score > scores[0]);
    }

    /** Offers a position; positions must come in ascending order. */
    void offer(int position, double score) {
        if (size < positions.length) {
            int child = size++;
            while (child > 0 && worse(position, score, (child - 1) / 2)) {
                move((child - 1) / 2, child);
                child = (child - 1) / 2;
            }
            set(child, position, score);
        } else if (size > 0 && score > scores[0]) {
            sink(position, score);
        }
    }

    /** Takes all out. */
    int[] bestFirst() {
        int[] ordered = new int[size];
        while (size > 0) {
            ordered[size - 1] = positions[0];
            size--;
            if (size > 0) {
                sink(positions[size], scores[size]);
            }
        }
        return ordered;
    }

    /** Puts an entry on top and lets it sink below every worse one. */
    private void sink(int position, double score) {
        int parent = 0;
        while (true) {
            int child = 2 * parent + 1;
            if (child + 1 < size && worse(positions[child + 1], scores[child + 1], child)) {
                child++;
            }
            if (child >= size || worse(position, score, child)) {
                break;
            }
            move(child, parent);
            parent = child;
        }
        set(parent, position, score);
    }

    private boolean worse(int position, double score, int slot) {
        return score < scores[slot] || (score == scores[slot] && position > positions[slot]);
    }

    private void move(int from, int to) {
        set(to, positions[from], scores[from]);
    }

    private void set(int slot, int position, double score) {
        positions[slot] = position;
        scores[slot] = score;
    }
}
