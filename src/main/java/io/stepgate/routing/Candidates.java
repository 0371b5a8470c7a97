package io.stepgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The backends that could take one request, and what there was instead of one. */
final class Candidates {
  private final Set<String> exclude;
  private final List<Backend> inChoice;
  private List<Backend> ejected = List.of();
  private int excluded;
  private boolean ready;
  private boolean unable;
  private boolean downServes;

  /**
   * @param exclude names of backends that the request has tried already
   */
  Candidates(Set<String> exclude, int most) {
    this.exclude = exclude;
    inChoice = new ArrayList<>(most);
  }

  /**
   * @param serves whether it has the model
   * @param able whether it is one for such work
   */
  void add(Backend backend, boolean isReady, boolean serves, boolean able) {
    if (!isReady) {
      downServes |= serves && able;
      return;
    }
    ready = true;
    unable |= serves && !able;
    if (!serves || !able) {
      return;
    }
    if (backend.ejection().ejected()) {
      if (ejected.isEmpty()) {
        ejected = new ArrayList<>();
      }
      ejected.add(backend);
    } else {
      choose(backend);
    }
  }

  private void choose(Backend backend) {
    if (exclude.contains(backend.name())) {
      excluded++;
    } else {
      inChoice.add(backend);
    }
  }

  /**
   * Backends come and go after one was ejected: while more than half of those that could take this
   * are out, the one that would be next is in again.
   */
  void readmit() {
    while (ejected.size() > inChoice.size() + excluded) {
      Backend next = ejected.get(0);
      for (Backend other : ejected) {
        if (other.ejection().until() - next.ejection().until() < 0) {
          next = other;
        }
      }
      next.ejection().readmit();
      ejected.remove(next);
      choose(next);
    }
  }

  List<Backend> inChoice() {
    return inChoice;
  }

  /** An ejected one whose trial this request may be, and now is; or null. */
  Trial trial() {
    for (Backend backend : ejected) {
      if (!exclude.contains(backend.name())) {
        int round = backend.ejection().beginTrial();
        if (round != OutlierEjection.NO_ROUND) {
          return new Trial(backend, round);
        }
      }
    }
    return null;
  }

  /**
   * @param round to which the lease belongs
   */
  record Trial(Backend backend, int round) {}

  NoBackend refusal(String model) {
    if (excluded > 0 || !ejected.isEmpty()) {
      return new NoBackend(
          NoBackend.Kind.EXHAUSTED, "every backend that could serve this was tried");
    }
    // A model that was served a moment ago is not unknown: its backend will come back.
    if (!ready || downServes) {
      return new NoBackend(NoBackend.Kind.NONE_READY, "no backend is ready for this request");
    }
    if (unable) {
      return new NoBackend(
          NoBackend.Kind.UNKNOWN_MODEL, "the backends that serve this do not generate");
    }
    return new NoBackend(
        NoBackend.Kind.UNKNOWN_MODEL, "no backend serves the model " + quoted(model));
  }

  private static String quoted(String model) {
    return '\'' + (model.length() <= 128 ? model : model.substring(0, 128) + "…") + '\'';
  }
}
