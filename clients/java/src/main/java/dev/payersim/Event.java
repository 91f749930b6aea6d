package dev.payersim;

import java.time.Instant;

/**
 * An entry of the timeline.
 *
 * @param kind such as {@code ussd.hop}; docs/events.md has all
 * @param phone its number, or null
 * @param at by the simulator's clock
 * @param data what it says; secrets are hidden
 * @param trace what one cause brought about has the same; null for none
 */
public record Event(String id, String kind, String phone, Instant at, Json data, String trace) {

    static Event of(Json view) {
        Json id = view.get("id");
        return new Event(
                id.asText() == null ? id.toString() : id.asText(),
                view.text("kind"),
                view.text("phone"),
                Instant.parse(view.text("at")),
                view.get("data"),
                view.text("trace"));
    }
}
