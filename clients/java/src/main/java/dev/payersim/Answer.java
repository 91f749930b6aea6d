package dev.payersim;

import java.util.Map;

/**
 * The answer to a request, whatever its status.
 *
 * @param headers names in lower case; of several headers of a name the first
 * @param text the body
 */
public record Answer(int status, Map<String, String> headers, String text) {

    /** The body as JSON; {@link Json#NULL} if it is none. */
    public Json json() {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException error) {
            return Json.NULL;
        }
    }

    boolean isGood() {
        return status >= 200 && status <= 299;
    }
}
