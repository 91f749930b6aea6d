package dev.payersim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "[]", "null", "true", "false", "0", "-12.50", "1E+400", "\"\"", "\"Ama \\\"A\\\" \\\\ \\n\\t\\u0001 é 😀\"",
        "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}"
    })
    void whatIsReadIsWrittenAlike(String text) {
        assertEquals(text, Json.parse(text).toString());
    }

    @Test
    void escapesAndBlanksAreRead() {
        Json read = Json.parse(" { \"\\u0041\\/\\b\\f\\r\" :\n[ true , 1.5e3 ]\t} ");
        assertEquals("1.5E+3", read.get("A/\b\f\r").all().get(1).toString());
        assertEquals(1500, read.get("A/\b\f\r").all().get(1).asInteger());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "[1", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u-123\"", "\"\n\"", "nul", "1.2.3", "--1", "{} {}"
    })
    void whatIsNoneIsRefused(String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Json.parse(text)).getMessage().startsWith("This is no JSON: expected "));
    }

    @Test
    void aFieldThatIsNotThereIsNull() {
        Json one = Json.object("a", "b", "left out", null, "n", Json.NULL);
        assertEquals("{\"a\":\"b\",\"n\":null}", one.toString());
        assertNull(one.text("x"));
        assertNull(one.get("x").get("y").asNumber());
        assertEquals(List.of(), one.get("x").all());
    }

    @Test
    void valuesOfJavaBecomeJson() {
        assertEquals("{\"list\":[1,\"two\",true,null]}", Json.of(Map.of("list", java.util.Arrays.asList(1, "two", true, null))).toString());
        assertThrows(IllegalArgumentException.class, () -> Json.of(new Object()));
    }
}
