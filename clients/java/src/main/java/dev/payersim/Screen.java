package dev.payersim;

import java.util.List;
import java.util.Locale;

/**
 * What a phone shows.
 *
 * @param options of the menu; none where the screen is not open
 * @param sessionId null where there was no session
 * @param hops how often the app was asked in this session
 * @param error why the session failed, or null
 * @param answer of an app whose answer was refused: its first characters, made visible; otherwise null
 * @param diagnosis of a failed session: what probably happened, and what to do; otherwise null
 * @param warnings what would hurt on a real network
 */
public record Screen(
        Status status,
        String text,
        List<Option> options,
        String sessionId,
        int hops,
        String error,
        String answer,
        String diagnosis,
        List<Warning> warnings) {

    /** How a session stands. */
    public enum Status {
        /** The app waits for an answer. */
        OPEN,
        /** The app has ended it. */
        ENDED,
        /** The person hung up. */
        CANCELLED,
        /** The person took too long. */
        TIMED_OUT,
        /** The app, or the way to it, failed. */
        FAILED;

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One option of a menu. */
    public record Option(String key, String label) {
        @Override
        public String toString() {
            return key + " " + label;
        }
    }

    /**
     * What would hurt on a real network.
     *
     * @param code such as {@code too-long}
     */
    public record Warning(String code, String message) {}

    static Screen of(Json view) {
        return new Screen(
                Status.of(view.text("status")),
                view.text("text"),
                view.get("options").all().stream().map(one -> new Option(one.text("key"), one.text("label"))).toList(),
                view.text("sessionId"),
                view.get("hops").asInteger(),
                view.text("error"),
                view.text("answer"),
                view.text("diagnosis"),
                view.get("warnings").all().stream().map(one -> new Warning(one.text("code"), one.text("message"))).toList());
    }
}
