package dev.payersim.junit;

import dev.payersim.PayersimAssertions;
import dev.payersim.PayersimException;
import dev.payersim.Payment;
import dev.payersim.Phone;
import dev.payersim.Screen;
import dev.payersim.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the phones of a test that failed showed, and what became of its payments: every runner prints suppressed errors. */
final class Report extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int PAYMENTS = 3;
    private static final int STORY_LINES = 40;

    Report(String text) {
        super(text, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }

    /** Empty where there is nothing to tell. */
    static String of(World world) {
        List<String> lines = new ArrayList<>();
        try {
            phones(world, lines);
            payments(world, lines);
        } catch (PayersimException error) {
            lines.add("payersim: " + error.getMessage());
        }
        return String.join("\n", lines);
    }

    private static void phones(World world, List<String> lines) {
        List<Phone> phones = world.phones();
        if (!phones.isEmpty()) lines.add("payersim: phones");
        for (Phone phone : phones) {
            Screen seen = phone.screen();
            lines.add(phone.msisdn() + ", as the test saw it last:");
            lines.addAll(PayersimAssertions.drawn(seen));
            Screen now = phone.look();
            if (!Objects.equals(now, seen)) {
                lines.add(phone.msisdn() + " now:");
                lines.addAll(PayersimAssertions.drawn(now));
            }
            phone.messages().forEach(one -> lines.add("  SMS from " + one.sender() + ": " + one.text()));
        }
    }

    private static void payments(World world, List<String> lines) {
        List<Payment> payments = world.payments(null, PAYMENTS);
        if (!payments.isEmpty()) lines.add("payersim: payments");
        for (Payment payment : payments) {
            String amount = payment.amount() == null ? "" : " of " + payment.amount() + " " + payment.currency();
            lines.add(payment.kind() + amount + " for " + payment.merchant() + ", " + payment.reference() + ": " + payment.standing());
            List<String> story = world.story(payment).lines().toList();
            // The newest are kept, as the story of a failure ends there.
            int leftOut = Math.max(0, story.size() - STORY_LINES);
            if (leftOut > 0) lines.add("  (" + leftOut + " earlier lines left out)");
            story.stream().skip(leftOut).forEach(line -> lines.add("  " + line));
        }
    }
}
