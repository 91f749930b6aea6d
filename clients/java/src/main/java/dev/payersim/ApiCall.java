package dev.payersim;

import java.time.Instant;

/**
 * One request to an operation of a vendor's API.
 *
 * @param operation such as {@code momo.createRequestToPay}
 * @param status the HTTP status; null where no answer came
 * @param reference the caller's own id of what it is about, such as an X-Reference-Id, or null
 * @param by {@code program} (the one under test), {@code payersim} (this client, scripts) or {@code page}
 * @param at when it began, by the simulator's clock
 * @param trace null for none
 */
public record ApiCall(
        String operation, String method, String path, Integer status, String reference, String by, Instant at, String trace) {

    static ApiCall of(Json view) {
        return new ApiCall(
                view.text("operation"),
                view.text("method"),
                view.text("path"),
                view.get("status").asInteger(),
                view.text("reference"),
                view.text("by"),
                Instant.parse(view.text("at")),
                view.text("trace"));
    }
}
