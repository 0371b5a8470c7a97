package io.stepgate.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Takes one connection, reads a request's head and then does as it was told, byte by byte. */
final class PlainPeer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CompletableFuture<String> request = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  PlainPeer() throws IOException {}

  private interface Manner {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  void answers(String... pieces) {
    serve(
        out -> {
          for (String piece : pieces) {
            out.write(piece.getBytes(StandardCharsets.US_ASCII));
            out.flush();
          }
        });
  }

  void staysSilent() {
    serve(out -> closed.await());
  }

  /** The beginning, and then one more byte of the same line every few milliseconds. */
  void trickles(String beginning) {
    serve(
        out -> {
          out.write(beginning.getBytes(StandardCharsets.US_ASCII));
          while (!closed.await(5, TimeUnit.MILLISECONDS)) {
            out.write('K');
            out.flush();
          }
        });
  }

  private void serve(Manner manner) {
    thread.submit(
        () -> {
          try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            request.complete(head(socket.getInputStream()));
            manner.answer(socket.getOutputStream());
          }
          return null;
        });
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ended early: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  String request() {
    return request.join();
  }

  int port() {
    return server.getLocalPort();
  }

  String url(String target) {
    return "http://127.0.0.1:" + port() + target;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    thread.shutdownNow();
  }
}
