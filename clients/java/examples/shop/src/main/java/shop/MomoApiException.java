package shop;

import java.io.IOException;

/** MoMo answered, and did not do it. Where no answer came it is another {@link IOException}: MoMo may have done it. */
public class MomoApiException extends IOException {
    private static final long serialVersionUID = 1;

    private final String code;

    MomoApiException(int status, String code) {
        super("MoMo answered " + status + " " + code);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
