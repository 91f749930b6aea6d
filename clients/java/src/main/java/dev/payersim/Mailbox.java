package dev.payersim;

import java.time.Duration;
import java.util.List;

/** The e-mail of one address, where one-time codes may arrive. */
public final class Mailbox {
    private final World world;
    private final String address;
    private int last;

    Mailbox(World world, String address) {
        this.world = world;
        this.address = address;
    }

    /** Its address, in small letters. */
    public String address() {
        return address;
    }

    /** E-mail received, oldest first. */
    public List<Message> messages() {
        return messages(null, null, null);
    }

    private List<Message> messages(Integer after, String contains, Duration timeout) {
        String path = "/_sim/mailboxes/" + Wire.segment(address) + "/messages";
        Long waitMs = timeout == null ? null : timeout.toMillis();
        Json view = world.wire().get(path, "after", after, "contains", contains, "waitMs", waitMs);
        return view.all().stream().map(Message::of).toList();
    }

    /** The next e-mail with the text in its subject or itself, for which it waits ten real seconds. */
    public Message nextEmail(String contains) {
        return nextEmail(contains, World.PATIENCE);
    }

    /**
     * The next e-mail, newer than each that this returned before.
     *
     * @param contains a part of its subject or text, in any case; null for any
     * @param timeout real time
     * @throws PayersimException none came
     */
    public Message nextEmail(String contains, Duration timeout) {
        List<Message> found = messages(last, contains, timeout);
        if (!found.isEmpty()) {
            last = found.get(0).id();
            return found.get(0);
        }
        String wanted = contains == null ? "" : " that contains \"" + contains + "\"";
        throw new PayersimException("No e-mail" + wanted + " came to " + address + " within " + World.seconds(timeout) + ".");
    }
}
