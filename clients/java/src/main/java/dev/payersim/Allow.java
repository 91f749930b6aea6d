package dev.payersim;

import java.util.Locale;

/** What a screen may be although a phone of its network would not show it whole: see {@link PayersimAssertions}. */
public enum Allow {
    /** Longer than its network shows. */
    TOO_LONG,
    /** With letters that no phone shows by USSD. */
    NOT_GSM;

    /** The code of the warning. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
