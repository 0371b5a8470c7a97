package io.stepgate.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Ends a request of which a part has come when its HTTP/1.1 connection ends or its body turns out
 * to be malformed, if it still waits behind another one. Vert.x 4.5 fails on telling such a
 * request, which has no response yet, and then does not tell the one that is being answered: its
 * answer would go on for nobody. Whoever is handed the rest of the queue finds the connection gone.
 * Used on the connection's own loop.
 */
final class HalfRequest extends ChannelInboundHandlerAdapter {
  private long came = 1;
  private long begun;
  private boolean whole;

  /** The one of a connection; made while its first request is handed out. */
  static HalfRequest of(Channel channel) {
    HalfRequest known = channel.pipeline().get(HalfRequest.class);
    if (known != null) {
      return known;
    }
    HalfRequest half = new HalfRequest();
    ChannelHandlerContext vertx = channel.pipeline().context(VertxHandler.class);
    if (vertx != null) {
      channel.pipeline().addBefore(vertx.name(), null, half);
    }
    return half;
  }

  void begins() {
    begun++;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      came++;
      // A malformed head comes as a whole request, and has no end all the same.
      whole = false;
    } else if (message instanceof HttpContent body && body.decoderResult().isFailure()) {
      // Vert.x fails on telling it of a malformed body too.
      end(context);
    } else if (message instanceof LastHttpContent) {
      whole = true;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(context);
    context.fireChannelInactive();
  }

  /** A connection that is reset or malformed is closed next. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(context);
    context.fireExceptionCaught(cause);
  }

  private void end(ChannelHandlerContext context) {
    if (!whole && begun < came) {
      whole = true;
      context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }
}
