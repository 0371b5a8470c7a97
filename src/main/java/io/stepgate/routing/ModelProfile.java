package io.stepgate.routing;

/**
 * What is known about the model behind a lease.
 *
 * @param model the id under which the backend serves it: a request for {@code name:suffix} has the
 *     {@code name} that matched, one that names no model has the backend's first. The requested
 *     name if the backend's list is unknown; null if nobody said anything
 * @param reasoningParser from {@code stepgate.models."MODEL"}, else null: the defaults of {@code
 *     stepgate.parse} apply
 * @param toolCallParser likewise
 * @param reasoning whether the backend itself puts thinking into {@code reasoning_content}
 * @param toolCalls whether the backend itself puts calls into {@code tool_calls}
 * @param tellsUsage whether the backend's streams end with their usage even where nobody asks for
 *     it
 */
public record ModelProfile(
    String model,
    String reasoningParser,
    String toolCallParser,
    Splits reasoning,
    Splits toolCalls,
    boolean tellsUsage) {}
