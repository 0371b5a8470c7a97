package io.stepgate.ops;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One GET over a bare socket. It runs every few seconds, each time in a process of its own: an HTTP
 * client would be most of that process, and would follow proxies and redirects besides.
 */
final class HealthProbe {
  static final int OK = 200;

  private static final int DEFAULT_PORT = 80;
  private static final int LONGEST_ANSWER = 8192;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: [^\r\n]*)?\r?\n.*", Pattern.DOTALL);

  private HealthProbe() {}

  /**
   * Asks once.
   *
   * @param url an {@code http} URL
   * @param timeout for everything together, from connecting to the status line
   * @return the HTTP status
   * @throws IOException with a message for a person when nobody listens, the time is over or the
   *     answer is no HTTP
   */
  static int status(URI url, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(address(url), left(deadline));
      socket.getOutputStream().write(request(url).getBytes(StandardCharsets.US_ASCII));
      return status(socket, deadline);
    } catch (SocketTimeoutException late) {
      throw new IOException("no answer within " + timeout.toMillis() + "ms", late);
    }
  }

  private static InetSocketAddress address(URI url) throws IOException {
    // A URI keeps the brackets of an IPv6 address, a socket wants none.
    String host = url.getHost().replaceAll("^\\[|]$", "");
    InetSocketAddress address =
        new InetSocketAddress(host, url.getPort() == -1 ? DEFAULT_PORT : url.getPort());
    if (address.isUnresolved()) {
      throw new UnknownHostException("there is no host " + host);
    }
    return address;
  }

  private static String request(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: stepgate-health\r\nConnection: close\r\n\r\n"
        .formatted(target, url.getRawAuthority());
  }

  private static int status(Socket socket, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] answer = new byte[LONGEST_ANSWER];
    int length = 0;
    while (length < answer.length) {
      socket.setSoTimeout(left(deadline));
      int read = in.read(answer, length, answer.length - length);
      if (read < 0) {
        break;
      }
      length += read;
      Matcher line =
          STATUS_LINE.matcher(new String(answer, 0, length, StandardCharsets.ISO_8859_1));
      if (line.matches()) {
        return Integer.parseInt(line.group(1));
      }
    }
    throw new IOException("the answer is no HTTP");
  }

  /** Milliseconds, at least one: a socket takes zero for no limit. */
  private static int left(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis < 1) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
