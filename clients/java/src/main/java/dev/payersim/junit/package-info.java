/**
 * The extension of JUnit 5: a simulator for the run, a world for each test, and what the phones showed where one fails.
 *
 * <p>{@link dev.payersim.junit.PayersimExtension} is where to begin.
 */
package dev.payersim.junit;
