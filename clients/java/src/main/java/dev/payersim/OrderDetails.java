package dev.payersim;

/**
 * What else an order may say. Each is left out, or the merchant's own, where it is null.
 *
 * <pre>{@code
 * kiosk.requestToPay(ama, "12.50", OrderDetails.none().message("Order 17").externalId("17"));
 * }</pre>
 *
 * @param currency ISO 4217
 * @param message for the payer or payee
 * @param note for the merchant's history
 * @param externalId the merchant's own id of it
 * @param referenceId a UUID version 4
 */
public record OrderDetails(String currency, String message, String note, String externalId, String referenceId) {
    private static final OrderDetails NONE = new OrderDetails(null, null, null, null, null);

    /** Nothing more; a new reference id. */
    public static OrderDetails none() {
        return NONE;
    }

    /** The same in another currency, ISO 4217. */
    public OrderDetails currency(String other) {
        return new OrderDetails(other, message, note, externalId, referenceId);
    }

    /** The same with a message for the payer or payee. */
    public OrderDetails message(String other) {
        return new OrderDetails(currency, other, note, externalId, referenceId);
    }

    /** The same with a note for the merchant's history. */
    public OrderDetails note(String other) {
        return new OrderDetails(currency, message, other, externalId, referenceId);
    }

    /** The same with the merchant's own id. */
    public OrderDetails externalId(String other) {
        return new OrderDetails(currency, message, note, other, referenceId);
    }

    /** The same under this reference id, a UUID version 4. */
    public OrderDetails referenceId(String other) {
        return new OrderDetails(currency, message, note, externalId, other);
    }
}
