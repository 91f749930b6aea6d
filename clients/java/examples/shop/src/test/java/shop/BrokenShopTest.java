package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.payersim.Server;
import dev.payersim.junit.PayersimExtension;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What a test of the shop says where the shop is broken: this runs one against such a shop. */
@ExtendWith(PayersimExtension.class)
class BrokenShopTest {
    private static final String LOST_ANSWER =
            "thePayerApprovesAfterALostAnswerTheShopAsksAgainAndIsPaidOnce(dev.payersim.World, dev.payersim.Phone)";

    /** The tests of a shop that draws a new reference id each time it asks. No run finds it by itself. */
    static class Forgetful extends ShopTest {
        @Override
        Shop shopOf(RequestOptions options) throws IOException {
            return new Shop(options) {
                @Override
                protected void ask(Order order) {
                    order.reference = UUID.randomUUID().toString();
                    super.ask(order);
                }
            };
        }
    }

    @Test
    void theTestOfTheLostAnswerFailsWithTheScreen(Server server) {
        assertEquals(1, run(server, ShopTest.class).getTestsSucceededCount());
        Throwable error = run(server, Forgetful.class).getFailures().get(0).getException();
        String told = error.getMessage();
        assertTrue(told.startsWith("Expected +46733000001 to have its session ended by the app with a screen.\n"
                + "An open screen:\n  | Pay 12.50 EUR to Kiosk 24?\n"), told);
        // Both orders, and why the first one's answer did not come.
        String report = error.getSuppressed()[0].toString();
        assertEquals(2, report.lines().filter(line -> line.startsWith("request-to-pay of 12.50 EUR for Kiosk 24")).count(), report);
        assertTrue(report.contains("momo.createRequestToPay was performed; its answer, a 202, was lost."), report);
    }

    private static TestExecutionSummary run(Server server, Class<?> tests) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectMethod(tests.getName() + "#" + LOST_ANSWER))
                        .configurationParameter("payersim.url", server.url())
                        .build(),
                summary);
        return summary.getSummary();
    }
}
