package dev.payersim;

import java.time.Instant;

/**
 * An SMS on a phone, or an e-mail in a mailbox.
 *
 * @param id grows in the order of arrival
 * @param sender a short code, a name, or an address
 * @param code the 4 to 8 digits next to a word such as code or OTP, or null
 * @param receivedAt by the simulator's clock
 * @param subject of an e-mail; null for an SMS
 */
public record Message(int id, String sender, String text, String code, Instant receivedAt, String subject) {

    static Message of(Json view) {
        return new Message(
                view.get("id").asInteger(),
                view.text("from"),
                view.text("text"),
                view.text("code"),
                Instant.parse(view.text("receivedAt")),
                view.text("subject"));
    }
}
