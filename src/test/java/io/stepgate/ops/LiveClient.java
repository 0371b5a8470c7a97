package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** One connection of a reader of events. It reads lines and takes the chunks' sizes for none. */
final class LiveClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int PATIENCE_EVENTS = 20;
  private static final String DATA = "data: ";

  private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
  private final BufferedReader in;
  private final Map<String, String> headers = new HashMap<>();
  private final int status;

  private LiveClient(String head, String body) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String request =
        head
            + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    status = Integer.parseInt(in.readLine().split(" ")[1]);
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  /** Opens the events, with a query such as {@code ?window=1m} or nothing. */
  static LiveClient open(String query) throws IOException {
    return new LiveClient("GET " + LiveEndpoint.EVENTS + query, "");
  }

  static LiveClient post(String path, JsonObject body) throws IOException {
    return new LiveClient("POST " + path, body.encode());
  }

  int status() {
    return status;
  }

  /** Null where there is none. */
  String header(String name) {
    return headers.get(name);
  }

  /** The whole body of an answer that is no stream. */
  String body() throws IOException {
    char[] body = new char[Integer.parseInt(header("content-length"))];
    for (int at = 0; at < body.length; ) {
      int read = in.read(body, at, body.length - at);
      if (read < 0) {
        throw new EOFException("after " + at + " characters");
      }
      at += read;
    }
    return new String(body);
  }

  JsonObject next() throws IOException {
    return new JsonObject(nextLine());
  }

  /** The first of the next events that is so. */
  JsonObject until(Predicate<JsonObject> so) throws IOException {
    JsonObject event = next();
    for (int i = 1; i < PATIENCE_EVENTS && !so.test(event); i++) {
      event = next();
    }
    assertTrue(so.test(event), event::encode);
    return event;
  }

  /** The next event's data. */
  String nextLine() throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith(DATA)) {
        return line.substring(DATA.length());
      }
    }
    throw new EOFException("the stream is over");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
