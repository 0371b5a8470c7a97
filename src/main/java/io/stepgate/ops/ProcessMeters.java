package io.stepgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the process costs, under the names that Prometheus' own clients use. */
@Singleton
class ProcessMeters {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double NANOS = 1e9;

  void start(@Observes StartupEvent event, MeterRegistry registry) {
    FunctionCounter.builder("process.cpu.seconds", ProcessHandle.current(), ProcessMeters::cpu)
        .description("CPU time of the process")
        .register(registry);
    if (Files.isReadable(STATUS)) {
      Gauge.builder("process.resident.memory.bytes", ProcessMeters::resident)
          .description("memory of the process that is in RAM")
          .register(registry);
    }
  }

  private static double cpu(ProcessHandle self) {
    return self.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS;
  }

  /** NaN where the system does not tell. */
  private static double resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          String kilobytes = line.substring(RESIDENT.length()).replace("kB", "").strip();
          return Long.parseLong(kilobytes) * 1024.0;
        }
      }
    } catch (IOException | NumberFormatException unreadable) {
      return Double.NaN;
    }
    return Double.NaN;
  }
}
