package dev.payersim;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the program under test is to have asked of an API, for {@link PayersimAssertions#assertCalls}. The words are those of
 * docs/control.md, <i>Calls of your program</i>.
 *
 * <pre>{@code
 * Calls.to("momo.getRequestToPay").atMost(5)
 * Calls.to("momo.createRequestToPay").never().after(Calls.to("momo.createRequestToPay").status(500))
 * Calls.inOrder(Calls.to("momo.createToken"), Calls.to("momo.createRequestToPay"))
 * }</pre>
 *
 * @param expected as a control route takes it
 */
public record Calls(Json.Obj expected) {

    /** At least one call to an operation, or with a name such as {@code momo} to any of an API. */
    public static Calls to(String operation) {
        return new Calls(Json.object("operation", operation));
    }

    /** The first call of each came after the first of the one before; each has an operation, and may have a status and a reference. */
    public static Calls inOrder(Calls... each) {
        return new Calls(Json.object("order", Stream.of(each).map(Calls::expected).toList()));
    }

    /** So many. */
    public Calls times(int count) {
        return with("count", Json.of(count));
    }

    /** So many or more. */
    public Calls atLeast(int count) {
        return counted("min", count);
    }

    /** So many or fewer. */
    public Calls atMost(int count) {
        return counted("max", count);
    }

    /** None. */
    public Calls never() {
        return with("never", Json.of(true));
    }

    /** Only those that were answered with this HTTP status. */
    public Calls status(int status) {
        return with("status", Json.of(status));
    }

    /** Only those to which no answer came. */
    public Calls unanswered() {
        return with("status", Json.of("none"));
    }

    /** Only those about this, such as an X-Reference-Id. */
    public Calls reference(String id) {
        return with("reference", Json.of(id));
    }

    /** No two of them have the same reference. */
    public Calls uniqueReference() {
        return with("unique", Json.of("reference"));
    }

    /** Only those that came after one of these; it has an operation, and may have a status and a reference. */
    public Calls after(Calls other) {
        return with("after", other.expected);
    }

    /** With {@link #after}: only those that came within this time, on the simulator's clock. */
    public Calls within(Duration time) {
        return with("within", Json.of(time.toString()));
    }

    /** Only those by {@code program} (the one under test, as by default), {@code payersim} or {@code page}. */
    public Calls by(String caller) {
        return with("by", Json.of(caller));
    }

    private Calls counted(String word, int count) {
        Map<String, Json> both = new LinkedHashMap<>();
        if (expected.get("count") instanceof Json.Obj there) both.putAll(there.fields());
        both.put(word, Json.of(count));
        return with("count", new Json.Obj(both));
    }

    private Calls with(String name, Json value) {
        Map<String, Json> fields = new LinkedHashMap<>(expected.fields());
        fields.put(name, value);
        return new Calls(new Json.Obj(fields));
    }
}
