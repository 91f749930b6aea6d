<?php

declare(strict_types=1);

namespace Shop;

/** The settings of the public client, of its one product that the shop uses. */
final readonly class MtnConfig
{
    public string $baseUrl;
    public string $currency;
    public string $targetEnvironment;
    public string $collectionApiSecret;
    public string $collectionPrimaryKey;
    public string $collectionUserId;

    /** @param array<string, string> $settings */
    public function __construct(array $settings)
    {
        $this->baseUrl = $settings['baseUrl'];
        $this->currency = $settings['currency'];
        $this->targetEnvironment = $settings['targetEnvironment'];
        $this->collectionApiSecret = $settings['collectionApiSecret'];
        $this->collectionPrimaryKey = $settings['collectionPrimaryKey'];
        $this->collectionUserId = $settings['collectionUserId'];
    }
}
