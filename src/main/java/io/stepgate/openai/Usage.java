package io.stepgate.openai;

/**
 * Token counts of one answer, as far as they are known; {@link #UNKNOWN} where they are not.
 *
 * @param reasoning tokens spent on thinking, part of {@code completion}
 * @param cached prompt tokens that the backend's cache already held, part of {@code prompt}
 */
public record Usage(long prompt, long completion, long reasoning, long cached) {
  public static final long UNKNOWN = -1;
  public static final Usage NONE = new Usage(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
}
