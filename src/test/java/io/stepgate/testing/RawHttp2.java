package io.stepgate.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client that speaks HTTP/2 frame by frame over cleartext, with prior knowledge. It sends what a
 * well-behaved client never would, acknowledges no settings and gives no credit of its own accord.
 */
public final class RawHttp2 implements AutoCloseable {
  public static final int DATA = 0x0;
  public static final int HEADERS = 0x1;
  public static final int RST_STREAM = 0x3;
  public static final int SETTINGS = 0x4;
  public static final int PING = 0x6;
  public static final int GOAWAY = 0x7;
  public static final int CONTINUATION = 0x9;

  public static final int END_STREAM = 0x1;
  public static final int END_HEADERS = 0x4;

  private static final int PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public RawHttp2(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    begin();
  }

  /** Asks for an upgrade of HTTP/1.1, which the head of {@code GET /health} carries. */
  public static RawHttp2 upgraded(int port) throws IOException {
    RawHttp2 client = new RawHttp2(port);
    client.out.reset();
    client.out.writeBytes(
        """
        GET /health HTTP/1.1
        Host: localhost
        Connection: Upgrade, HTTP2-Settings
        Upgrade: h2c
        HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA

        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    client.send();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("no upgrade: " + head);
    }
    client.begin();
    return client;
  }

  private void begin() {
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** One frame as it came. */
  public record Frame(int type, int flags, int stream, byte[] payload) {
    /** What a reset or a farewell gives as its reason. */
    public int code() {
      return Unpooled.wrappedBuffer(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /** Status and body of one answer. */
  public record Answer(int status, Http2Headers headers, String body) {}

  /** Adds a frame to what {@link #send} sends. */
  public RawHttp2 frame(int type, int flags, int stream, byte[] payload) {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(stream >> shift);
    }
    out.writeBytes(payload);
    return this;
  }

  /**
   * Adds a request's head.
   *
   * @param flags {@link #END_STREAM} where no body follows
   * @param headers name, value, name, value; sent byte for byte
   */
  public RawHttp2 head(int stream, int flags, String method, String path, String... headers) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    literal(block, ":method", method);
    literal(block, ":scheme", "http");
    literal(block, ":path", path);
    literal(block, ":authority", "127.0.0.1");
    for (int i = 0; i < headers.length; i += 2) {
      literal(block, headers[i], headers[i + 1]);
    }
    return frame(HEADERS, flags | END_HEADERS, stream, block.toByteArray());
  }

  public RawHttp2 data(int stream, int flags, String body) {
    return frame(DATA, flags, stream, body.getBytes(StandardCharsets.UTF_8));
  }

  public RawHttp2 send() throws IOException {
    socket.getOutputStream().write(out.toByteArray());
    socket.getOutputStream().flush();
    out.reset();
    return this;
  }

  /** The next frame; throws an EOFException when the gateway has closed. */
  public Frame next() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, flags, stream, in.readNBytes(length));
  }

  /** The next frame of a type; others are passed over. */
  public Frame next(int type) throws IOException {
    Frame frame = next();
    while (frame.type() != type) {
      frame = next();
    }
    return frame;
  }

  /** The whole answer on a stream; a reset of it is an error. */
  public Answer answer(int stream) throws IOException, Http2Exception {
    Http2Headers headers = null;
    StringBuilder body = new StringBuilder();
    while (true) {
      Frame frame = next();
      if (frame.type() == HEADERS) {
        int skipped = (frame.flags() & PRIORITY) != 0 ? PRIORITY_BYTES : 0;
        ByteBuf block = Unpooled.wrappedBuffer(frame.payload()).skipBytes(skipped);
        Http2Headers decoded = decoder.decodeHeaders(frame.stream(), block);
        headers = frame.stream() == stream && headers == null ? decoded : headers;
      } else if (frame.type() == DATA && frame.stream() == stream) {
        body.append(new String(frame.payload(), StandardCharsets.UTF_8));
      } else if (frame.type() == GOAWAY
          || frame.type() == RST_STREAM && frame.stream() == stream && headers == null) {
        throw new AssertionError("refused with code " + frame.code());
      }
      boolean last = frame.type() <= HEADERS && (frame.flags() & END_STREAM) != 0;
      if (last && frame.stream() == stream) {
        return new Answer(Integer.parseInt(headers.status().toString()), headers, body.toString());
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A header field as HPACK's literal without indexing, neither side packed. */
  private static void literal(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    text(block, name);
    text(block, value);
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int most = 127;
    if (bytes.length < most) {
      block.write(bytes.length);
    } else {
      block.write(most);
      int left = bytes.length - most;
      for (; left >= 128; left >>= 7) {
        block.write(left & 0x7f | 0x80);
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }
}
