package dev.payersim;

import java.util.Locale;

/** Whether time passes by itself. */
public enum ClockMode {
    /** The clock stands still until the test moves it. */
    FROZEN,
    /** The clock goes as the machine's. */
    RUNNING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
