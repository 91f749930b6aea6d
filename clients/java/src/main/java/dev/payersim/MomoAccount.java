package dev.payersim;

/**
 * What an integration needs to call MTN MoMo in a world.
 *
 * @param baseUrl in the place of {@code https://sandbox.momodeveloper.mtn.com}
 * @param environment the {@code X-Target-Environment}
 * @param userId the API user, a UUID
 * @param apiKey its secret
 * @param collectionKey the subscription key of a product, here and below
 * @param callbackHost the host to which callbacks may go
 * @param name the merchant as payers see it; null where they see the callback host
 */
public record MomoAccount(
        String baseUrl,
        String environment,
        String userId,
        String apiKey,
        String collectionKey,
        String disbursementKey,
        String remittanceKey,
        String callbackHost,
        String name) {

    String keyOf(Product product) {
        return switch (product) {
            case COLLECTION -> collectionKey;
            case DISBURSEMENT -> disbursementKey;
            case REMITTANCE -> remittanceKey;
        };
    }

    /** Without the secrets, which would end in a report. */
    @Override
    public String toString() {
        return "MomoAccount[" + (name == null ? callbackHost : name) + ", " + environment + " at " + baseUrl + "]";
    }
}
