package dev.payersim.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which {@link dev.payersim.Phone} a parameter is: {@code @Msisdn("+46733000001") Phone ama}. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Msisdn {
    /** Its number in international form. */
    String value();
}
