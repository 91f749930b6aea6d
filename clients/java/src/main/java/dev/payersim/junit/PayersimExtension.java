package dev.payersim.junit;

import dev.payersim.Merchant;
import dev.payersim.MomoAccount;
import dev.payersim.PayersimException;
import dev.payersim.Phone;
import dev.payersim.Server;
import dev.payersim.World;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives tests a simulator and each test a world of its own, as parameters; tests may run at once. Where a test fails, what its phones showed
 * and what became of its payments is below its error, as a suppressed one.
 *
 * <pre>{@code
 * @ExtendWith(PayersimExtension.class)
 * class PaymentTest {
 *     @Test
 *     void aPayerApproves(World world, @Msisdn("+46733000001") Phone ama, @Called("Kiosk 24") Merchant kiosk) { … }
 * }
 * }</pre>
 *
 * <p>Parameters of tests, {@code @BeforeEach} and {@code @AfterEach} are a {@link World}, whose clock stands still unless
 * {@link PayersimWorld} says otherwise, and of it a {@link Phone} by {@link Msisdn}, a {@link Merchant} (by {@link Called}, or one that makes
 * itself an API user of the sandbox) and a {@link MomoAccount} (by {@link Called}, or the first one of the sandbox). A {@link Server} may be a
 * parameter of constructors and {@code @BeforeAll} too.
 *
 * <p>The simulator is that of {@code PAYERSIM_URL} (or {@code payersim.url} of JUnit's configuration), or one that is started when the first
 * test asks for it, and ends with the run. Where there is none, each test that asks for it fails, and says what to do.
 */
public final class PayersimExtension
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(PayersimExtension.class);
    private static final System.Logger LOG = System.getLogger(PayersimExtension.class.getName());
    private static final Set<Class<?>> TYPES = Set.of(Server.class, World.class, Phone.class, Merchant.class, MomoAccount.class);

    /** For JUnit. */
    public PayersimExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return TYPES.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Server.class) return serverOf(context);
        World world = worldOf(context);
        if (type == World.class) return world;
        if (type == Phone.class) {
            return parameter.findAnnotation(Msisdn.class)
                    .map(one -> world.phone(one.value()))
                    .orElseThrow(() -> new ParameterResolutionException(
                            "Which phone? Write @Msisdn(\"+46733000001\") before " + parameter.getParameter() + "."));
        }
        Called called = parameter.findAnnotation(Called.class).orElse(null);
        if (type == Merchant.class) return called == null ? world.merchant() : world.merchant(called.value(), called.environment());
        return called == null ? world.momoAccount(null) : world.momoAccount(called.value(), called.environment());
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable error) throws Throwable {
        throw told(context, error);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable error) throws Throwable {
        throw told(context, error);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable error) throws Throwable {
        throw told(context, error);
    }

    private static Throwable told(ExtensionContext context, Throwable error) {
        OpenWorld open = context.getStore(NAMESPACE).get(World.class, OpenWorld.class);
        // An assumption that does not hold is no failure.
        if (open == null || error instanceof org.opentest4j.TestAbortedException) return error;
        String text = Report.of(open.world());
        if (!text.isEmpty()) error.addSuppressed(new Report(text));
        return error;
    }

    private static Server serverOf(ExtensionContext context) {
        String url = context.getConfigurationParameter("payersim.url").orElse(null);
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Server.class, key -> Found.of(url), Found.class).server();
    }

    private static World worldOf(ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("A world is of one test: ask for it in the test, in @BeforeEach or in @AfterEach."
                    + " For more, ask for the Server, and open one by openWorld().");
        }
        Server server = serverOf(context);
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(World.class, key -> new OpenWorld(server.openWorld(Wanted.by(context))), OpenWorld.class)
                .world();
    }

    /**
     * The server of the run, or why there is none: each test that asks says so, and none waits for it again. A JUnit before 5.13 closes what is
     * a {@code CloseableResource}, a newer one what is {@code AutoCloseable}.
     */
    private record Found(Server server, PayersimException missing) implements Store.CloseableResource, AutoCloseable {
        static Found of(String url) {
            try {
                return new Found(url == null ? Server.find() : Server.connect(url), null);
            } catch (PayersimException error) {
                return new Found(null, error);
            }
        }

        @Override
        public Server server() {
            if (missing != null) throw new ParameterResolutionException(missing.getMessage(), missing);
            return server;
        }

        @Override
        public void close() {
            if (server != null) server.close();
        }
    }

    private record OpenWorld(World world) implements Store.CloseableResource, AutoCloseable {
        @Override
        public void close() {
            try {
                world.close();
            } catch (PayersimException error) {
                // The test has its outcome; a world that nobody asks anything ends by itself.
                LOG.log(System.Logger.Level.WARNING, "The world " + world.name() + " was not ended: " + error.getMessage());
            }
        }
    }
}
