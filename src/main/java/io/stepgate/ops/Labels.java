package io.stepgate.ops;

import io.micrometer.core.instrument.Tags;

/** What a latency is told apart by. Each of the four has a bounded number of values. */
record Labels(String model, String endpoint, boolean streaming, String backend) {
  Tags tags() {
    return Tags.of(
        "model", model,
        "endpoint", endpoint,
        "streaming", Boolean.toString(streaming),
        "backend", backend);
  }
}
