package io.stepgate.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/**
 * Puts {@link FirstBytes} before Vert.x' own handlers on each connection of a cleartext port, for
 * which Vert.x and Quarkus have no setting. What is accepted in the moment between the opening of
 * the port and this is without it: it may be upgraded, and is then nobody of this machine.
 */
@Singleton
class Acceptor {
  void guard(@ObservesAsync HttpServerStart start, Vertx vertx, EdgeConfig config) {
    guard(vertx, start.options(), config.h2cUpgrade());
  }

  static void guard(Vertx vertx, HttpServerOptions options, boolean upgrade) {
    UnreadableHead unreadable = new UnreadableHead(options);
    for (EventExecutor loop : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
      // A loop's channels may be asked for on the loop alone.
      loop.execute(
          () ->
              ((SingleThreadEventLoop) loop)
                  .registeredChannelsIterator()
                  .forEachRemaining(channel -> guard(channel, new Guard(unreadable, upgrade))));
    }
  }

  private static void guard(Channel channel, Guard guard) {
    if (channel instanceof ServerChannel && channel.pipeline().get(Guard.class) == null) {
      channel.pipeline().addFirst(guard);
    }
  }

  /** Of a listening channel, whose messages are the connections. */
  private static final class Guard extends ChannelInboundHandlerAdapter {
    private final UnreadableHead unreadable;
    private final boolean upgrade;

    Guard(UnreadableHead unreadable, boolean upgrade) {
      this.unreadable = unreadable;
      this.upgrade = upgrade;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      ChannelHandler first = new FirstBytes(unreadable, upgrade);
      ((Channel) accepted).pipeline().addLast(first);
      context.fireChannelRead(accepted);
    }
  }
}
