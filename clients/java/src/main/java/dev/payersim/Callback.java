package dev.payersim;

import java.util.Map;

/**
 * A callback as a merchant of the test got it.
 *
 * @param path with its query
 * @param headers names in lower case
 * @param text the body as it came
 */
public record Callback(String method, String path, Map<String, String> headers, String text) {

    /** The body as JSON; {@link Json#NULL} if it is none. */
    public Json body() {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException error) {
            return Json.NULL;
        }
    }

    /** The reference id of the order that it is about. */
    public String referenceId() {
        String bare = path.split("\\?", 2)[0];
        return bare.substring(bare.lastIndexOf('/') + 1);
    }
}
