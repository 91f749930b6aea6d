<?php

declare(strict_types=1);

namespace Shop;

/**
 * MTN MoMo's collections, called as the public client `patricpoba/mtn-momo-api-php` calls them: the settings, the methods and
 * the names of their parameters are that client's (https://github.com/patricpoba/mtn-momo-api-php).
 *
 * It draws a new reference id in each call, unless it is given one; here it must be. Where an answer is lost, only who knows
 * the reference id can ask again without being paid twice.
 */
final readonly class MtnCollection
{
    /** MTN's word for a reference id that it knows already. */
    private const KNOWN = 'RESOURCE_ALREADY_EXIST';

    public function __construct(private MtnConfig $config)
    {
    }

    /**
     * Asks for money under a reference id. To be asked for the same again is no error.
     *
     * @param array<string, string> $params mobileNumber, amount, externalId, payerMessage, payeeNote, callbackUrl
     *
     * @throws MtnMomoException  MoMo does not take it
     * @throws NoAnswerException no answer came; MoMo may have taken it
     */
    public function requestToPay(array $params, string $transactionUuid): string
    {
        $body = [
            'amount' => $params['amount'],
            'currency' => $params['currency'] ?? $this->config->currency,
            'externalId' => $params['externalId'],
            'payer' => ['partyIdType' => 'MSISDN', 'partyId' => $params['mobileNumber']],
            'payerMessage' => $params['payerMessage'],
            'payeeNote' => $params['payeeNote'],
        ];
        $headers = ["X-Reference-Id: {$transactionUuid}", "X-Callback-Url: {$params['callbackUrl']}"];
        try {
            $this->ask('POST', '/collection/v1_0/requesttopay', $headers, json_encode($body, JSON_THROW_ON_ERROR));
        } catch (MtnMomoException $refused) {
            if ($refused->momoCode !== self::KNOWN) {
                throw $refused;
            }
        }

        return $transactionUuid;
    }

    /**
     * @return array<string, mixed>
     *
     * @throws NoAnswerException
     */
    public function getTransaction(string $transactionId): array
    {
        return $this->ask('GET', "/collection/v1_0/requesttopay/{$transactionId}");
    }

    public function getToken(): string
    {
        $pair = base64_encode("{$this->config->collectionUserId}:{$this->config->collectionApiSecret}");

        return $this->send('POST', '/collection/token/', ["Authorization: Basic {$pair}"], '')['access_token'];
    }

    /**
     * @param list<string> $headers
     *
     * @return array<string, mixed>
     */
    private function ask(string $method, string $path, array $headers = [], ?string $body = null): array
    {
        $headers[] = "Authorization: Bearer {$this->getToken()}";
        $headers[] = "X-Target-Environment: {$this->config->targetEnvironment}";

        return $this->send($method, $path, $headers, $body);
    }

    /**
     * @param list<string> $headers
     *
     * @return array<string, mixed>
     */
    private function send(string $method, string $path, array $headers, ?string $body): array
    {
        $handle = curl_init($this->config->baseUrl . $path);
        $headers[] = "Ocp-Apim-Subscription-Key: {$this->config->collectionPrimaryKey}";
        curl_setopt_array($handle, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 20,
        ]);
        if ($body !== null) {
            $headers[] = 'Content-Type: application/json';
            curl_setopt($handle, CURLOPT_POSTFIELDS, $body);
        }
        curl_setopt($handle, CURLOPT_HTTPHEADER, $headers);
        $text = curl_exec($handle);
        if (!is_string($text)) {
            throw new NoAnswerException(curl_error($handle));
        }
        $answer = json_decode($text, true);
        $fields = is_array($answer) ? $answer : [];
        $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);

        return $status < 300 ? $fields : throw new MtnMomoException($status, $fields['code'] ?? '');
    }
}
