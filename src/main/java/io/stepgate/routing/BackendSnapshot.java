package io.stepgate.routing;

import java.util.List;

/**
 * A backend as an operator sees it, without its address: some who may see this may not see that.
 *
 * @param models ids; empty while unknown
 * @param hardware null if not configured
 * @param lastError why it is ejected, or else was last found not ready, in words of ours, or null;
 *     the latter is kept after it came back
 */
public record BackendSnapshot(
    String name,
    BackendState state,
    int inFlight,
    List<String> models,
    Splits reasoning,
    Splits toolCalls,
    Hardware hardware,
    int weight,
    String lastError) {}
