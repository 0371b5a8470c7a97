package io.stepgate;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Reads the verb and opens one door: none or {@code serve} is the gateway. */
@QuarkusMain
public class Main {
  public static void main(String... arguments) {
    Quarkus.run(arguments);
  }
}
