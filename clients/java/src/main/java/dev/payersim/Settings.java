package dev.payersim;

import java.util.Locale;

/** What is set for the whole run: a system property such as {@code payersim.url}, else the variable {@code PAYERSIM_URL}. */
final class Settings {
    private Settings() {}

    /** Null where it is not set, or empty. */
    static String get(String variable) {
        String property = System.getProperty(variable.toLowerCase(Locale.ROOT).replace('_', '.'));
        String value = property == null ? System.getenv(variable) : property;
        return value == null || value.isEmpty() ? null : value;
    }
}
