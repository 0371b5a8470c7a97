package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class HalfClosedTest {
  private static final String NAME = "half-closed";

  private final EmbeddedChannel channel = new EmbeddedChannel();

  HalfClosedTest() {
    channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
  }

  @Test
  void connection_watchedTwice_keepsItsHandler() {
    HalfClosed.watch(channel, null);
    ChannelHandler first = channel.pipeline().get(NAME);

    HalfClosed.watch(channel, null);

    assertSame(first, channel.pipeline().get(NAME));
    assertInstanceOf(HalfClosed.class, first);
  }

  /** The request that makes dev mode load the classes anew goes on with the connection it had. */
  @Test
  void connectionOfTheClassBefore_watched_hasTheNewHandler() {
    channel.pipeline().addBefore("handler", NAME, new ChannelInboundHandlerAdapter());

    HalfClosed.watch(channel, null);

    assertInstanceOf(HalfClosed.class, channel.pipeline().get(NAME));
  }
}
