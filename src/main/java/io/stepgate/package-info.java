/**
 * The root holds {@code Main} alone: it reads the verb and opens one door. It may see every room;
 * no room may see it.
 *
 * <p>The rooms, in the order a request walks through them: {@code edge}, {@code admission}, {@code
 * routing}, {@code relay}, {@code parse} and back out of {@code edge}. {@code openai} holds the
 * words they share, {@code ops} looks in through the windows. The side buildings {@code deploy},
 * {@code report}, {@code bench} and {@code simulator} have doors of their own.
 */
package io.stepgate;
