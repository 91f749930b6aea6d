<?php

declare(strict_types=1);

namespace Payersim;

/** What an integration needs to call MTN MoMo in a world. */
final readonly class MomoAccount
{
    /**
     * @param string      $baseUrl       in the place of `https://sandbox.momodeveloper.mtn.com`
     * @param string      $environment   the `X-Target-Environment`
     * @param string      $apiKey        the secret of the API user
     * @param string      $collectionKey the subscription key of a product, here and below
     * @param string      $callbackHost  the host to which callbacks may go
     * @param string|null $name          the merchant as payers see it; null where they see the callback host
     */
    public function __construct(
        public string $baseUrl,
        public string $environment,
        public string $userId,
        #[\SensitiveParameter]
        public string $apiKey,
        public string $collectionKey,
        public string $disbursementKey,
        public string $remittanceKey,
        public string $callbackHost,
        public ?string $name,
    ) {
    }

    /** The subscription key of a product: `collection`, `disbursement` or `remittance`. */
    public function keyOf(string $product): string
    {
        return match ($product) {
            'collection' => $this->collectionKey,
            'disbursement' => $this->disbursementKey,
            'remittance' => $this->remittanceKey,
            default => throw new PayersimException("There is no product {$product}: collection, disbursement, remittance."),
        };
    }
}
