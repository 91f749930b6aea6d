package dev.payersim.junit;

import dev.payersim.ClockMode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How the world of a test begins: of one test, or of all of a class. What a test does not say, its class says, then the classes around that,
 * and then the configuration of the run ({@code payersim.world}, {@code payersim.clock}). It registers {@link PayersimExtension} too.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PayersimExtension.class)
public @interface PayersimWorld {
    /** A world file, from the folder in which the tests run. */
    String file() default "";

    /** The text of a world file. */
    String text() default "";

    /** Whether its clock goes; frozen by default. */
    ClockMode[] clock() default {};

    /** What its clock says first, in ISO 8601, such as {@code 2026-03-01T10:00:00Z}. */
    String at() default "";

    /** Makes ids and codes repeatable. */
    String seed() default "";
}
