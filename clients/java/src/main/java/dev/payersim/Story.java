package dev.payersim;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What happened, as lines of text. */
final class Story {
    /** Ids that say nothing to who reads a failure. */
    private static final Set<String> LEFT_OUT = Set.of("sessionId", "requestId", "transfer", "entryId");
    private static final int LONGEST = 90;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private Story() {}

    /** One line for each event: its time, what it is, and what it says. */
    static String of(List<Event> events) {
        // A hop is told twice: as an event of the phone, and as the exchange that brought it.
        return events.stream().filter(one -> !one.kind().equals("hop.answered")).map(Story::line).collect(Collectors.joining("\n"));
    }

    private static String line(Event event) {
        boolean isExchange = !event.data().get("direction").isNull();
        String phone = event.phone() == null || isExchange ? "" : " " + event.phone();
        String said = isExchange ? exchange(event.data()) : said(event.data());
        return (TIME.format(event.at()) + " " + event.kind() + phone + " " + said).stripTrailing();
    }

    private static String exchange(Json data) {
        String error = data.text("error") == null ? "no answer" : data.text("error");
        String answer = data.get("status").isNull() ? error : data.get("status").toString();
        String why = data.text("explanation") == null ? "" : " (" + data.text("explanation") + ")";
        return data.text("method") + " " + data.text("url") + " -> " + answer + why;
    }

    private static String said(Json data) {
        StringJoiner words = new StringJoiner(" ");
        if (!(data instanceof Json.Obj object)) return "";
        for (Map.Entry<String, Json> field : object.fields().entrySet()) {
            Json value = field.getValue();
            if (LEFT_OUT.contains(field.getKey()) || value.isNull() || value instanceof Json.Arr || value instanceof Json.Obj) continue;
            String text = value.toString();
            words.add(field.getKey() + " " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…"));
        }
        return words.toString();
    }
}
