package dev.payersim;

/**
 * The answer to the status of an order, as MTN gives it.
 *
 * @param status {@code PENDING}, {@code SUCCESSFUL} or {@code FAILED}
 * @param reason why it failed, such as {@code APPROVAL_REJECTED}, or null
 * @param financialTransactionId null before it has one
 * @param body the whole answer
 */
public record OrderStatus(String status, String reason, String financialTransactionId, Json body) {

    static OrderStatus of(Json body) {
        Json reason = body.get("reason");
        return new OrderStatus(
                body.text("status"),
                reason instanceof Json.Obj ? reason.text("code") : reason.asText(),
                body.text("financialTransactionId"),
                body);
    }
}
