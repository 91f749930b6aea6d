package dev.payersim;

/**
 * What somebody asked for: a request to pay, a mandate, a payout, a balance.
 *
 * @param kind such as {@code request-to-pay}
 * @param reference the id by which who asked calls it
 * @param merchant the name of who asked
 * @param phone its number, or null
 * @param amount a decimal text, or null
 * @param currency ISO 4217, or null
 * @param state {@code pending}, {@code successful}, {@code failed} or {@code ended} (a mandate that was in force)
 * @param standing where it stands, in a sentence
 * @param why why it failed, or null
 * @param trace what it caused has the same; null for none
 */
public record Payment(
        String id,
        String kind,
        String reference,
        String merchant,
        String phone,
        String amount,
        String currency,
        String state,
        String standing,
        String why,
        String trace) {

    static Payment of(Json view) {
        return new Payment(
                view.text("id"),
                view.text("kind"),
                view.text("reference"),
                view.get("merchant").text("name"),
                view.text("phone"),
                view.text("amount"),
                view.text("currency"),
                view.text("state"),
                view.text("standing"),
                view.text("why"),
                view.text("trace"));
    }
}
