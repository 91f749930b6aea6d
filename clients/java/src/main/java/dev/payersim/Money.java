package dev.payersim;

/**
 * An amount.
 *
 * @param amount a decimal text
 * @param currency ISO 4217
 */
public record Money(String amount, String currency) {}
