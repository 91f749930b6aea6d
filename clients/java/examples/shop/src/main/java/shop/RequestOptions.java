package shop;

/** The settings of {@link CollectionsClient}. */
public record RequestOptions(
        String baseUrl, String targetEnvironment, String collectionPrimaryKey, String collectionUserId, String collectionApiSecret) {

    public static Builder builder() {
        return new Builder();
    }

    public static final class Builder {
        private String baseUrl = "https://sandbox.momodeveloper.mtn.com";
        private String targetEnvironment = "sandbox";
        private String primaryKey;
        private String userId;
        private String apiSecret;

        public Builder setBaseUrl(String url) {
            baseUrl = url;
            return this;
        }

        public Builder setTargetEnvironment(String environment) {
            targetEnvironment = environment;
            return this;
        }

        public Builder setCollectionPrimaryKey(String key) {
            primaryKey = key;
            return this;
        }

        public Builder setCollectionUserId(String id) {
            userId = id;
            return this;
        }

        public Builder setCollectionApiSecret(String secret) {
            apiSecret = secret;
            return this;
        }

        public RequestOptions build() {
            return new RequestOptions(baseUrl, targetEnvironment, primaryKey, userId, apiSecret);
        }
    }
}
