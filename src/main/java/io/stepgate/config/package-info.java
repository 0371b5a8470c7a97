/**
 * What the keys of the configuration may say, and the one line that refuses anything else.
 *
 * <p><b>Parcel in:</b> the values and the names that the operator gave, from whatever source.
 * <b>Parcel out:</b> the same values, or a start that stops with the key, the value and what is
 * allowed.
 *
 * <p><b>May import:</b> nothing of ours.
 *
 * <p><b>Why this way:</b> a room lists its keys in a {@link io.stepgate.config.ConfigSection} of
 * its own, which stands before the mapping: the mapping would refuse a value in the library's
 * words, and knows no limits. The lists of all rooms together are what a name is compared with.
 *
 * <p><b>To add a key:</b> a method in the room's mapping, a line in the room's section. A test
 * holds the two together.
 */
package io.stepgate.config;
