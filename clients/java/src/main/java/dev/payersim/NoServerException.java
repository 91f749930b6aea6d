package dev.payersim;

/** No simulator answers, or none could be started. The message says what to do. */
public final class NoServerException extends PayersimException {
    private static final long serialVersionUID = 1;

    NoServerException(String message) {
        super(message);
    }

    NoServerException(String message, Throwable cause) {
        super(message, null, cause);
    }
}
