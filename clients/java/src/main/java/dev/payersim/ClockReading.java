package dev.payersim;

import java.time.Instant;
import java.util.Locale;

/** What the simulator's clock says. */
public record ClockReading(ClockMode mode, Instant now) {

    static ClockReading of(Json view) {
        return new ClockReading(ClockMode.valueOf(view.text("mode").toUpperCase(Locale.ROOT)), Instant.parse(view.text("now")));
    }
}
