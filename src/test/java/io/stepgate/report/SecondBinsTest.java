package io.stepgate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SecondBinsTest {
  @Test
  void requestsInARow_sharingASecond_countTwice() {
    SecondBins bins = new SecondBins(10);
    bins.addRequest(-3, -2);
    bins.addRequest(-2, 4);
    assertEquals(2, bins.peakRequests());
  }

  @Test
  void newerSecond_added_takesThePlaceOfTheOldest() {
    SecondBins bins = new SecondBins(3);
    bins.addTokens(0, 50);
    bins.addTokens(2, 7);
    assertEquals(50, bins.peakTokens());
    bins.addTokens(3, 1);
    assertEquals(7, bins.peakTokens());
    bins.addTokens(1_000_000_000_000L, 2);
    assertEquals(2, bins.peakTokens());
  }

  @Test
  void secondBeforeTheRing_added_isLeftOut() {
    SecondBins bins = new SecondBins(3);
    bins.addTokens(10, 1);
    bins.addTokens(7, 9);
    bins.addRequest(-1_000_000_000_000L, 9);
    assertEquals(1, bins.peakTokens());
    assertEquals(1, bins.peakRequests());
  }

  @Test
  void partOfOtherBins_added_sumsSecondBySecond() {
    // Given
    SecondBins one = new SecondBins(10);
    one.addTokens(4, 100);
    one.addTokens(5, 3);
    SecondBins two = new SecondBins(10);
    two.addTokens(5, 4);
    two.addTokens(6, 100);
    // When
    SecondBins sum = new SecondBins(10);
    sum.add(one, 5, 5);
    sum.add(two, 5, 5);
    sum.add(new SecondBins(10), 5, 5);
    // Then
    assertEquals(7, sum.peakTokens());
  }
}
