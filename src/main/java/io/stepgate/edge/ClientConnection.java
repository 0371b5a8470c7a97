package io.stepgate.edge;

import io.netty.channel.Channel;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** What Vert.x does not tell of a client's connection. Used on the connection's own loop. */
final class ClientConnection {
  /** HTTP/2's code for a stream that is not needed any more (RFC 9113, 7). */
  private static final long CANCEL = 0x8;

  private static final AttributeKey<Boolean> UPGRADED =
      AttributeKey.valueOf(ClientConnection.class, "upgraded");

  private ClientConnection() {}

  /**
   * Whether nothing can reach the client any more. Vert.x closes the streams of a dead HTTP/2
   * connection one after the other; an answer on one that is not yet closed fails for all of them,
   * which tells all, which may answer in turn.
   */
  static boolean gone(HttpServerRequest request) {
    return request.response().closed() || !channel(request).isActive();
  }

  /**
   * Whether an error that a request met while it arrived leaves somebody to answer. Over HTTP/2 it
   * is the end of the stream, whatever it is; a malformed HTTP/1.1 body can be told of.
   */
  static boolean answerable(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2 && !gone(request);
  }

  /** Looks after a connection from its first request on; to be called for each. */
  static void meet(HttpServerRequest request) {
    limitReads(request);
    if (request.version() == HttpVersion.HTTP_2) {
      limitStreams(request);
    } else {
      HalfClosed.watch(channel(request), request);
      HalfRequest.of(channel(request)).begins();
    }
  }

  /**
   * Whether the connection began as HTTP/1.1. What a proxy lets through so is read by nobody
   * between the client and the gateway any more.
   */
  static boolean upgraded(HttpServerRequest request) {
    return channel(request).hasAttr(UPGRADED);
  }

  /**
   * Holds the client to the limit on its streams. By itself Netty does so only once the client has
   * acknowledged the limit, and some never do.
   */
  private static void limitStreams(HttpServerRequest request) {
    Http2ConnectionHandler handler = channel(request).pipeline().get(Http2ConnectionHandler.class);
    if (handler != null) {
      Http2Connection.Endpoint<?> client = handler.connection().remote();
      long most = request.connection().settings().getMaxConcurrentStreams();
      client.maxActiveStreams((int) Math.min(most, client.maxActiveStreams()));
      // Still there while the request comes in that asked for the upgrade.
      if (channel(request).pipeline().get(HttpRequestDecoder.class) != null) {
        channel(request).attr(UPGRADED).set(true);
      }
    }
  }

  /** Ends the answer to a request whose connection was gone before it began. */
  static void endUnheard(HttpServerRequest request) {
    // Over HTTP/2 its stream ends by itself.
    if (request.version() != HttpVersion.HTTP_2 && !request.response().ended()) {
      request.response().end();
    }
  }

  /**
   * Lets the client send one read at a time, after which others of the event loop have their turn.
   * By itself Netty reads sixteen from each connection: of a thousand uploads that is a gigabyte
   * between two events of a stream.
   */
  private static void limitReads(HttpServerRequest request) {
    RecvByteBufAllocator reads = channel(request).config().getRecvByteBufAllocator();
    if (reads instanceof MaxMessagesRecvByteBufAllocator limited) {
      limited.maxMessagesPerRead(1);
    }
  }

  /** An upload brought so many bytes: see {@link Intake}. */
  static void took(HttpServerRequest request, int bytes) {
    ConnectionBase connection = (ConnectionBase) request.connection();
    Intake intake = Intake.here();
    if (intake.took(bytes) && connection.channel().config().isAutoRead()) {
      // Vert.x' own pause: what it pauses itself meanwhile, it pauses again after a read at most.
      connection.doPause();
      intake.await(connection::doResume);
    }
  }

  /** Gives up what a client has not taken: over HTTP/2 this one stream, else the connection. */
  static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      // Vert.x's own close waits until everything is flushed, which a stalled client never lets be.
      channel(request).pipeline().firstContext().close();
    }
  }

  /**
   * Sends what is written at once. Vert.x does so only after all that was read has been looked at,
   * and by then has closed a connection on which that was malformed.
   */
  static void flush(HttpServerRequest request) {
    channel(request).flush();
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }
}
