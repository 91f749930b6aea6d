package dev.payersim.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which {@link dev.payersim.Merchant} or {@link dev.payersim.MomoAccount} a parameter is: {@code @Called("Kiosk 24") Merchant kiosk}.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Called {
    /** An API user of the world, by its name or its callback host. */
    String value();

    /** Its {@code X-Target-Environment}. */
    String environment() default "sandbox";
}
