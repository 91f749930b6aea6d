package dev.payersim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The callbacks of one merchant, in the order of arrival. */
final class Inbox {
    private final List<Callback> received = new ArrayList<>();

    synchronized List<Callback> received() {
        return List.copyOf(received);
    }

    synchronized void put(Callback callback) {
        received.add(callback);
        notifyAll();
    }

    /** The index of the first callback from {@code after} on that fits; -1 if none comes in time. */
    synchronized int await(Predicate<Callback> fits, int after, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        for (int next = after; ; ) {
            for (; next < received.size(); next += 1) if (fits.test(received.get(next))) return next;
            long left = end - System.nanoTime();
            if (left <= 0) return -1;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException error) {
                throw Wire.interrupted("The wait for a callback", error);
            }
        }
    }
}
