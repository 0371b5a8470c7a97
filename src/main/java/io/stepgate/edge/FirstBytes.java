package io.stepgate.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;
import io.vertx.core.net.impl.VertxHandler;
import java.util.Locale;

/**
 * Stays in front of a connection until Vert.x knows which HTTP it speaks, and then, for HTTP/1.1,
 * looks at the first request, the only one with which an upgrade could be asked for. A server may
 * ignore that (RFC 9110, 7.8): the request is then answered as it is.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
  private final UnreadableHead unreadable;
  private final boolean upgrade;

  FirstBytes(UnreadableHead unreadable, boolean upgrade) {
    this.unreadable = unreadable;
    this.upgrade = upgrade;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    ChannelPipeline pipeline = context.pipeline();
    // Vert.x knows in the middle of a read and goes on with the rest of that at once. It knows at
    // the first byte in which a request differs from HTTP/2's preface, the 24th at the latest.
    while (!known(pipeline) && bytes.isReadable()) {
      context.fireChannelRead(bytes.readRetainedSlice(1));
    }
    if (known(pipeline)) {
      lookAtTheFirstRequest(pipeline);
      pipeline.remove(this);
    }
    if (bytes.isReadable()) {
      context.fireChannelRead(bytes);
    } else {
      bytes.release();
    }
  }

  private static boolean known(ChannelPipeline pipeline) {
    return pipeline.get(Http1xUpgradeToH2CHandler.class) != null
        || pipeline.get("handler") != null
        || pipeline.get(SslHandler.class) != null;
  }

  private void lookAtTheFirstRequest(ChannelPipeline pipeline) {
    ChannelHandlerContext vertx = pipeline.context(Http1xUpgradeToH2CHandler.class);
    if (vertx != null) {
      if (!upgrade) {
        pipeline.addBefore(vertx.name(), null, new WithoutUpgrade());
      }
      pipeline.addAfter(vertx.name(), null, new Connected(unreadable));
    }
  }

  /** Handed the first request before Vert.x looks whether it asks for an upgrade. */
  private static final class WithoutUpgrade extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      HttpHeaders headers = ((HttpRequest) read).headers();
      if (headers.getAll(HttpHeaderNames.UPGRADE).stream().anyMatch(WithoutUpgrade::toHttp2)) {
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove("HTTP2-Settings");
      }
      context.pipeline().remove(this);
      context.fireChannelRead(read);
    }

    private static boolean toHttp2(String protocols) {
      return protocols.toLowerCase(Locale.ROOT).contains("h2c");
    }
  }

  /** Handed the first request when Vert.x has made its connection, and has not yet read it. */
  private static final class Connected extends ChannelInboundHandlerAdapter {
    private final UnreadableHead unreadable;

    Connected(UnreadableHead unreadable) {
      this.unreadable = unreadable;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      ChannelHandler handler = context.pipeline().get("handler");
      if (handler instanceof VertxHandler<?> http
          && http.getConnection() instanceof Http1xServerConnection connection) {
        connection.invalidRequestHandler(unreadable);
      }
      context.pipeline().remove(this);
      context.fireChannelRead(read);
    }
  }
}
