package dev.payersim;

/**
 * A simulator, or a vendor's API in it, refused a request, or what was waited for did not come.
 *
 * <p>The message says what happened, with which value, and what to do next. It holds no header, key, token or PIN.
 */
public class PayersimException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why no answer came. In both cases the request may have been performed. */
    public enum Failure {
        /** The connection broke off after the request had left. */
        LOST,
        /** It took too long, and was given up. */
        UNANSWERED
    }

    private final Integer status;
    private final transient Json body;
    private final String detail;
    private final String code;
    private final Failure failure;
    private transient Order sent;

    PayersimException(String message) {
        this(message, null, null);
    }

    PayersimException(String message, Failure failure, Throwable cause) {
        super(message, cause);
        this.status = null;
        this.body = Json.NULL;
        this.detail = null;
        this.code = null;
        this.failure = failure;
    }

    PayersimException(String message, int status, Json body, String detail, String code) {
        super(message);
        this.status = status;
        this.body = body;
        this.detail = detail;
        this.code = code;
        this.failure = null;
    }

    /** The HTTP status of the answer; null where there was no answer. */
    public Integer status() {
        return status;
    }

    /** The {@code type} of problem details (RFC 9457), such as {@code /docs/problems#no-such-option}, or null; see docs/problems.md. */
    public String type() {
        return body().text("type");
    }

    /** The name in {@link #type}, such as {@code no-such-option}; null for a vendor's error. */
    public String problem() {
        String type = type();
        return type == null || type.indexOf('#') < 0 ? null : type.substring(type.lastIndexOf('#') + 1);
    }

    /** The {@code title} of problem details, or null. */
    public String title() {
        return body().text("title");
    }

    /** The reason: {@code detail} of problem details, or a vendor's message; null where there was none. */
    public String detail() {
        return detail;
    }

    /** The vendor's error code, such as {@code INVALID_CURRENCY}, or null. */
    public String code() {
        return code;
    }

    /** Why no answer came; null where one came, or none was asked for. */
    public Failure failure() {
        return failure;
    }

    /** The whole answer, where it is JSON: other fields of a problem, such as {@code options}, are in it. */
    public Json body() {
        // A deserialized exception has lost it.
        return body == null ? Json.NULL : body;
    }

    /** The order that was sent, whatever became of it, to send it {@link Order#again}; null where it was about no order. */
    public Order sent() {
        return sent;
    }

    void sent(Order order) {
        sent = order;
    }
}
