/**
 * A payer's real phone for payment tests: the client of payersim for Java.
 *
 * <p>{@link dev.payersim.Server} finds or starts a simulator, {@link dev.payersim.World} has phones, merchants, a clock and faults, and
 * {@link dev.payersim.PayersimAssertions} shows the screen where a test fails. In JUnit 5 see {@link dev.payersim.junit}. Where a value may be
 * null, its comment says so. Times to wait are real time, ten seconds where none is given; other times are the simulator's.
 */
package dev.payersim;
