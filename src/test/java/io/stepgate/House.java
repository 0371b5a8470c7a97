package io.stepgate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of allowed arrows, room by room and floor by floor, lowest first. A row is a package
 * below {@code io.stepgate}; it may import what its arrows name: a package, a whole room with its
 * floors as {@code room.*}, or a single type. An arrow that is not here does not get built, and one
 * that nobody uses is taken out.
 */
final class House {
  static final Map<String, Set<String>> ARROWS = new LinkedHashMap<>();

  static {
    floor("config");
    floor("json");
    floor("openai", "json");
    floor("deploy", "json");
    floor("report", "json");
    floor("admission", "config");
    floor("routing.policy");
    floor("routing", "config", "routing.policy", "json", "admission.Admitted");
    floor("relay", "config", "openai", "routing.Lease");
    floor("parse", "json", "openai");
    floor("edge", "config", "json", "openai", "admission", "routing.*", "relay", "parse", "deploy");
    floor("ops", "config", "json", "openai", "edge", "routing", "parse.StreamTally", "report");
    floor("simulator.engine");
    floor("simulator.script", "simulator.engine");
    floor("simulator.parser", "simulator.engine", "simulator.script");
    floor("simulator.wire", "simulator.engine", "simulator.script", "simulator.parser");
    floor("simulator.http", "simulator.engine", "simulator.script", "simulator.wire");
    floor(
        "simulator.fault",
        "simulator.engine",
        "simulator.script",
        "simulator.wire",
        "simulator.http");
    floor(
        "simulator.endpoint",
        "simulator.engine",
        "simulator.script",
        "simulator.parser",
        "simulator.wire",
        "simulator.http",
        "simulator.fault");
    floor(
        "simulator",
        "config",
        "simulator.engine",
        "simulator.http",
        "simulator.fault",
        "simulator.endpoint");
  }

  /** Rooms that import no framework. */
  static final Set<String> PURE = Set.of("json", "openai", "parse", "deploy", "report");

  /** Floors that are still to be divided. */
  static final Set<String> CROWDED = Set.of("deploy", "edge", "openai", "ops", "parse", "routing");

  /** Types whose constructors or methods still take more than six parameters. */
  static final Set<String> LONG_LISTS =
      Set.of(
          "Corridor.<init>",
          "FrameShape.learn",
          "FrameWriter.held",
          "FrameWriter.piece",
          "FrameWriter.write",
          "GatewayGauges.start",
          "ThinkTagParser.<init>");

  /** Names that are still there twice. */
  static final Set<String> TWICE = Set.of();

  private House() {}

  private static void floor(String name, String... arrows) {
    ARROWS.put(name, new TreeSet<>(Arrays.asList(arrows)));
  }

  static String room(String floor) {
    int end = floor.indexOf('.');
    return end < 0 ? floor : floor.substring(0, end);
  }

  /** Which of a floor's arrows a type is meant by, or null. */
  static String arrow(String from, String toFloor, String toType) {
    String room = room(toFloor) + ".*";
    for (String arrow : ARROWS.getOrDefault(from, Set.of())) {
      if (arrow.equals(toFloor) || arrow.equals(room) || arrow.equals(toFloor + "." + toType)) {
        return arrow;
      }
    }
    return null;
  }
}
