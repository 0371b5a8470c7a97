package io.stepgate.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A client over cleartext HTTP/1 that ends its sending side may still read, or may be gone: TCP
 * shows the same of both until something is written. So such a client is asked with bytes that mean
 * nothing to it: {@code 100 Continue} before its answer, between two chunks of the answer a zero
 * before the next one's size. A client that is gone resets them, the next write meets the reset,
 * and the request is cancelled as ever.
 */
final class HalfClosed extends ChannelDuplexHandler {
  private static final String NAME = "half-closed";

  /** The reset for the first question has come by then from nearby; the next write meets it. */
  private static final long AGAIN_MILLIS = 100;

  private static final long BEAT_MILLIS = 5000;

  /**
   * A chunk's size may have any number of zeros before it, but some read no more than 16 digits.
   */
  private static final int MOST_ZEROS = 8;

  private HttpServerRequest request;
  private int asked = 1;
  private int entered;
  private boolean whole;
  private boolean closed;
  private boolean wrote;
  private boolean chunked;
  private int zeros;

  private HalfClosed() {}

  /** Watches the connection of a request that enters. To be called for each. */
  static void watch(Channel channel, HttpServerRequest request) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandler known = pipeline.get(NAME);
    HalfClosed half;
    if (known instanceof HalfClosed same) {
      half = same;
    } else {
      if (pipeline.get(SslHandler.class) != null) {
        return;
      }
      half = new HalfClosed();
      if (known == null) {
        pipeline.addBefore("handler", NAME, half);
      } else {
        // In dev mode: the connection is older than the class, which a live reload has loaded anew.
        pipeline.replace(known, NAME, half);
      }
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    half.request = request;
    half.entered++;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      asked++;
      whole = false;
    }
    whole |= message instanceof LastHttpContent;
    context.fireChannelRead(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      boolean mayBeAsked = request.response().headWritten() || isHttp11();
      if (!whole || answered() || !mayBeAsked) {
        context.close();
      } else {
        closed = true;
        ask(context);
        context.executor().schedule(() -> ask(context), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        beat(context);
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    wrote = true;
    zeros = 0;
    if (message instanceof HttpResponse head) {
      if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        context.write(message, promise);
        return;
      }
      chunked = HttpUtil.isTransferEncodingChunked(head);
    }
    if (closed && message instanceof LastHttpContent && asked == entered) {
      context.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
    } else {
      context.write(message, promise);
    }
  }

  private void beat(ChannelHandlerContext context) {
    context.executor().schedule(() -> beaten(context), BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void beaten(ChannelHandlerContext context) {
    boolean cannotBeAsked = request.response().headWritten() && !chunked;
    if (cannotBeAsked && !wrote && context.channel().isWritable()) {
      context.close();
    } else if (context.channel().isActive()) {
      wrote = false;
      ask(context);
      beat(context);
    }
  }

  private void ask(ChannelHandlerContext context) {
    if (!request.response().headWritten()) {
      if (isHttp11() && context.channel().isActive()) {
        context.writeAndFlush(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      }
    } else if (chunked && !request.response().ended() && zeros < MOST_ZEROS) {
      zeros++;
      context
          .pipeline()
          .context("httpEncoder")
          .writeAndFlush(Unpooled.copiedBuffer("0", StandardCharsets.US_ASCII));
    }
  }

  private boolean answered() {
    return asked == entered && request.response().ended();
  }

  private boolean isHttp11() {
    return request.version() == io.vertx.core.http.HttpVersion.HTTP_1_1;
  }
}
