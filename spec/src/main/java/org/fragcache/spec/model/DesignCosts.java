package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.value.TlaState;
import org.fragcache.spec.value.TlaValue;

/** What one design's script counted, read from the states of its trace. */
final class DesignCosts {

  /** A count at one size: n blocks, k clones. */
  private record Sample(long n, long k, long count) {}

  private static final String VARIABLE = "cost";

  private final String model;
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final Map<String, Boolean> done = new LinkedHashMap<>();

  private DesignCosts(String model) {
    this.model = model;
  }

  /**
   * Reads a trace.
   *
   * @throws UsageException if it is not that of a script
   */
  static DesignCosts of(String model, List<TraceStep> trace, List<Designs.Cost> wanted) {
    DesignCosts costs = new DesignCosts(model);
    for (TraceStep step : trace) {
      costs.add(
          step.state()
              .map(TlaState::variables)
              .map(variables -> variables.get(VARIABLE))
              .orElseThrow(() -> costs.wrong("a state without " + VARIABLE)),
          wanted);
    }
    return costs;
  }

  private void add(TlaValue cost, List<Designs.Cost> wanted) {
    String step = cost.field("what").asString();
    if (step.isEmpty()) {
      return;
    }
    done.merge(step, cost.field("done").asBool(), Boolean::logicalAnd);
    for (Designs.Cost of : wanted) {
      if (of.step().equals(step)) {
        samples
            .computeIfAbsent(key(of), k -> new ArrayList<>())
            .add(
                new Sample(
                    cost.field("n").asInt(),
                    cost.field("k").asInt(),
                    cost.field(of.count()).asInt()));
      }
    }
  }

  /** Whether a step of the script could be done, at each size. */
  boolean possible(Designs.Cost cost) {
    return Boolean.TRUE.equals(done.get(cost.step()));
  }

  /**
   * The count as a formula in n, the blocks of a file, and K, its clones: a + bn + cK + dnK, from
   * four sizes, that holds at every other size too.
   *
   * @throws UsageException if the counts are of no such form, or were not counted
   */
  String formula(Designs.Cost cost) {
    List<Sample> all = samples.get(key(cost));
    if (all == null) {
      throw wrong("no step '" + cost.step() + "'");
    }
    long low = all.stream().mapToLong(Sample::n).min().orElse(0);
    long high = all.stream().mapToLong(Sample::n).max().orElse(0);
    long few = all.stream().mapToLong(Sample::k).min().orElse(0);
    long many = all.stream().mapToLong(Sample::k).max().orElse(0);
    double a = at(all, low, few);
    double perN = (at(all, high, few) - a) / (high - low);
    double perK = (at(all, low, many) - a) / (many - few);
    double both =
        (at(all, high, many) - at(all, high, few) - at(all, low, many) + a)
            / ((double) (high - low) * (many - few));
    long d = Math.round(both);
    long b = Math.round(perN - both * few);
    long c = Math.round(perK - both * low);
    long constant = Math.round(a - b * low - c * few - d * low * few);
    for (Sample s : all) {
      if (constant + b * s.n() + c * s.k() + d * s.n() * s.k() != s.count()) {
        throw wrong(
            cost.says()
                + ": "
                + s.count()
                + " at n = "
                + s.n()
                + ", K = "
                + s.k()
                + ", which is not "
                + text(constant, b, c, d));
      }
    }
    return text(constant, b, c, d);
  }

  private long at(List<Sample> all, long n, long k) {
    return all.stream()
        .filter(s -> s.n() == n && s.k() == k)
        .mapToLong(Sample::count)
        .findFirst()
        .orElseThrow(() -> wrong("no size n = " + n + ", K = " + k));
  }

  /** {@code n(K+1)}, {@code K+2}, {@code 2n}. */
  static String text(long constant, long n, long k, long both) {
    if (both == 1 && n != 0 && constant == 0 && k == 0) {
      return "n(K" + (n > 0 ? "+" : "") + n + ")";
    }
    StringBuilder text = new StringBuilder();
    term(text, both, "nK");
    term(text, n, "n");
    term(text, k, "K");
    if (constant != 0 || text.isEmpty()) {
      term(text, constant, "");
    }
    return text.isEmpty() ? "0" : text.toString();
  }

  private static void term(StringBuilder text, long factor, String of) {
    if (factor == 0) {
      return;
    }
    if (factor > 0 && !text.isEmpty()) {
      text.append('+');
    }
    if (of.isEmpty() || Math.abs(factor) != 1) {
      text.append(factor);
    } else if (factor < 0) {
      text.append('-');
    }
    text.append(of);
  }

  private static String key(Designs.Cost cost) {
    return cost.step() + ", " + cost.count();
  }

  private UsageException wrong(String found) {
    return new UsageException(
        "model " + model + ": found " + found + "; expected the script of DesignScript.tla");
  }
}
