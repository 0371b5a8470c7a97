package io.stepgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LivePlacesTest {
  private final LivePlaces places = new LivePlaces();

  @Test
  void oneAddress_doesNotTakeThePlacesOfOthers() {
    takeAll("10.0.0.1");

    assertFalse(places.take("10.0.0.1"));
    assertTrue(places.take("10.0.0.2"));
  }

  @Test
  void addressesOfOneIpv6Network_areOneReader() {
    takeAll("2001:db8:0:1:0:0:0:1");

    assertFalse(places.take("2001:db8:0:1:9:9:9:9"));
    assertTrue(places.take("2001:db8:0:2:0:0:0:1"));
    assertTrue(places.take("0:0:0:0:0:0:0:1"));
  }

  @Test
  void placesInAll_areLimited_whoeverAsks() {
    for (int i = 0; i < LivePlaces.MOST; i++) {
      assertTrue(places.take("10.0.0." + i));
    }

    assertFalse(places.take("10.0.1.0"));
    assertEquals(LivePlaces.MOST, places.taken());
  }

  @Test
  void placeGivenBack_isFree_andOnlyThatOne() {
    takeAll("10.0.0.1");

    places.giveBack("10.0.0.1");
    places.giveBack("10.0.0.2");

    assertEquals(LivePlaces.MOST_OF_ONE - 1, places.taken());
    assertTrue(places.take("10.0.0.1"));
    assertFalse(places.take("10.0.0.1"));
  }

  private void takeAll(String address) {
    for (int i = 0; i < LivePlaces.MOST_OF_ONE; i++) {
      assertTrue(places.take(address));
    }
  }
}
