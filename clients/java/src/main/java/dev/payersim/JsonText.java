package dev.payersim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes JSON (RFC 8259). */
final class JsonText {
    private final String text;
    private int at;

    JsonText(String text) {
        this.text = text;
    }

    Json whole() {
        Json value = value();
        skipBlanks();
        if (at < text.length()) throw wrong("the end");
        return value;
    }

    private Json value() {
        skipBlanks();
        char first = at < text.length() ? text.charAt(at) : 0;
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", Json.NULL);
            default -> number();
        };
    }

    private Json object() {
        Map<String, Json> fields = new LinkedHashMap<>();
        at += 1;
        if (takes('}')) return new Json.Obj(fields);
        do {
            skipBlanks();
            String name = string();
            if (!takes(':')) throw wrong("a colon");
            fields.put(name, value());
        } while (takes(','));
        if (!takes('}')) throw wrong("a comma or }");
        return new Json.Obj(fields);
    }

    private Json array() {
        List<Json> items = new ArrayList<>();
        at += 1;
        if (takes(']')) return new Json.Arr(items);
        do {
            items.add(value());
        } while (takes(','));
        if (!takes(']')) throw wrong("a comma or ]");
        return new Json.Arr(items);
    }

    private String string() {
        if (at >= text.length() || text.charAt(at) != '"') throw wrong("a text in quotes");
        StringBuilder read = new StringBuilder();
        for (at += 1; at < text.length(); at += 1) {
            char one = text.charAt(at);
            if (one == '"') {
                at += 1;
                return read.toString();
            }
            if (one < ' ') throw wrong("no control character in a text");
            read.append(one == '\\' ? escaped() : one);
        }
        throw wrong("the end of a text");
    }

    private char escaped() {
        at += 1;
        char kind = at < text.length() ? text.charAt(at) : 0;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("an escape of JSON");
        };
    }

    private char unicode() {
        int end = at + 5;
        try {
            if (end > text.length() || !Character.isLetterOrDigit(text.charAt(at + 1))) throw wrong("four hex digits");
            char read = (char) Integer.parseInt(text, at + 1, end, 16);
            at += 4;
            return read;
        } catch (NumberFormatException error) {
            throw wrong("four hex digits");
        }
    }

    private Json number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at += 1;
        try {
            return new Json.Num(new BigDecimal(text.substring(start, at)));
        } catch (NumberFormatException error) {
            at = start;
            throw wrong("a value");
        }
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) throw wrong("a value");
        at += word.length();
        return value;
    }

    private boolean takes(char wanted) {
        skipBlanks();
        if (at >= text.length() || text.charAt(at) != wanted) return false;
        at += 1;
        return true;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at += 1;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("This is no JSON: expected " + expected + " at character " + at + " of " + text.length() + ".");
    }

    static String write(Json value) {
        StringBuilder written = new StringBuilder();
        write(value, written);
        return written.toString();
    }

    /** A text in quotes, as JSON has it. */
    static String quoted(String text) {
        StringBuilder written = new StringBuilder();
        quote(text, written);
        return written.toString();
    }

    private static void write(Json value, StringBuilder to) {
        if (value instanceof Json.Obj object) {
            String before = "{";
            for (Map.Entry<String, Json> field : object.fields().entrySet()) {
                to.append(before);
                quote(field.getKey(), to);
                to.append(':');
                write(field.getValue(), to);
                before = ",";
            }
            to.append(object.fields().isEmpty() ? "{}" : "}");
        } else if (value instanceof Json.Arr array) {
            String before = "[";
            for (Json item : array.items()) {
                to.append(before);
                write(item, to);
                before = ",";
            }
            to.append(array.items().isEmpty() ? "[]" : "]");
        } else if (value instanceof Json.Text text) {
            quote(text.value(), to);
        } else if (value instanceof Json.Num number) {
            to.append(number.value());
        } else if (value instanceof Json.Bool bool) {
            to.append(bool.value());
        } else {
            to.append("null");
        }
    }

    private static void quote(String text, StringBuilder to) {
        to.append('"');
        for (int index = 0; index < text.length(); index += 1) {
            char one = text.charAt(index);
            switch (one) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                default -> {
                    if (one < ' ') to.append(String.format("\\u%04x", (int) one));
                    else to.append(one);
                }
            }
        }
        to.append('"');
    }
}
