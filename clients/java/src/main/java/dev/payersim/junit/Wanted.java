package dev.payersim.junit;

import dev.payersim.ClockMode;
import dev.payersim.Server;
import dev.payersim.WorldOptions;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** How the world of a test is to begin. */
final class Wanted {
    private Wanted() {}

    static WorldOptions by(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        List<PayersimWorld> said = new ArrayList<>();
        AnnotationSupport.findAnnotation(test, PayersimWorld.class).ifPresent(said::add);
        for (Class<?> one = context.getRequiredTestClass(); one != null; one = one.getEnclosingClass()) {
            AnnotationSupport.findAnnotation(one, PayersimWorld.class).ifPresent(said::add);
        }
        WorldOptions options = WorldOptions.any().name(Server.uniqueName(test.getName())).clock(clockOf(said, context));
        Optional<String> at = first(said, PayersimWorld::at);
        if (at.isPresent()) options = options.at(Instant.parse(at.get()));
        Optional<String> seed = first(said, PayersimWorld::seed);
        if (seed.isPresent()) options = options.seed(seed.get());
        return beginning(options, said, context);
    }

    private static WorldOptions beginning(WorldOptions options, List<PayersimWorld> said, ExtensionContext context) {
        for (PayersimWorld one : said) {
            if (!one.text().isEmpty()) return options.text(one.text());
            if (!one.file().isEmpty()) return options.file(Path.of(one.file()));
        }
        return context.getConfigurationParameter("payersim.world").map(file -> options.file(Path.of(file))).orElse(options);
    }

    private static ClockMode clockOf(List<PayersimWorld> said, ExtensionContext context) {
        for (PayersimWorld one : said) if (one.clock().length > 0) return one.clock()[0];
        return context.getConfigurationParameter("payersim.clock", text -> ClockMode.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(ClockMode.FROZEN);
    }

    private static Optional<String> first(List<PayersimWorld> said, Function<PayersimWorld, String> word) {
        return said.stream().map(word).filter(Predicate.not(String::isEmpty)).findFirst();
    }
}
