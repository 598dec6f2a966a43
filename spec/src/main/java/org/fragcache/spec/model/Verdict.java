package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.model.TlcResult.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A model's record beside what TLC reported.
 *
 * @param model the record
 * @param result what TLC reported
 * @param differences empty if all is as recorded
 */
public record Verdict(ModelRecord model, TlcResult result, List<Difference> differences) {

  /**
   * One field that is not as recorded.
   *
   * @param field its key in {@code models.json}
   * @param recorded what is recorded, "nothing" if nothing is
   * @param found what TLC reported
   */
  public record Difference(String field, String recorded, String found) {

    /** {@code distinct: recorded 12, found 13}. */
    @Override
    public String toString() {
      return field + ": recorded " + recorded + ", found " + found;
    }
  }

  /** Copies the list. */
  public Verdict {
    differences = List.copyOf(differences);
  }

  /** Whether result and figures are as recorded. */
  public boolean asRecorded() {
    return result.kind() != Kind.ERROR && differences.isEmpty();
  }

  /** Whether the result is as recorded, though figures may not be. */
  boolean sameResult() {
    return result.kind() != Kind.ERROR
        && differences.stream()
            .noneMatch(d -> d.field().equals("result") || d.field().equals("property"));
  }

  /** The error trace in readable form, only what changed in each step; empty if there is none. */
  public List<String> traceLines() {
    return ErrorTrace.lines(result);
  }

  /** {@code ok}, {@code differs} or {@code error}. */
  String label() {
    return asRecorded() ? "ok" : result.kind() == Kind.ERROR ? "error" : "differs";
  }

  /** {@code holds}, {@code violated}, {@code reached} (a witness's violation) or {@code error}. */
  String resultLabel() {
    return switch (result.kind()) {
      case HOLDS -> "holds";
      case ERROR -> "error";
      case VIOLATED -> {
        String property = result.property();
        yield property != null && property.startsWith("Reach") ? "reached" : "violated";
      }
    };
  }

  /** Compares; with several workers depth is not compared, and a trace may be longer. */
  static Verdict of(ModelRecord model, TlcResult result, int workers) {
    List<Difference> found = new ArrayList<>();
    if (result.kind() != Kind.ERROR) {
      boolean violated = result.kind() == Kind.VIOLATED;
      if (violated != model.violated()) {
        found.add(
            new Difference(
                "result",
                model.violated() ? "violated" : "holds",
                violated ? "violated (" + result.property() + ")" : "holds"));
      } else if (violated) {
        if (!String.valueOf(model.property()).equals(result.property())) {
          found.add(
              new Difference(
                  "property", String.valueOf(model.property()), String.valueOf(result.property())));
        }
        Long trace = model.trace();
        if (workers == 1 || trace == null || result.trace().size() < trace) {
          compare("trace", trace, result.trace().size(), found);
        }
      } else {
        compare("generated", model.generated(), result.generated(), found);
        compare("distinct", model.distinct(), result.distinct(), found);
        if (workers == 1) {
          compare("depth", model.depth(), result.depth(), found);
        }
      }
    }
    return new Verdict(model, result, found);
  }

  private static void compare(
      String field, @Nullable Long recorded, long found, List<Difference> differences) {
    if (recorded == null || recorded != found) {
      differences.add(
          new Difference(
              field, recorded == null ? "nothing" : recorded.toString(), Long.toString(found)));
    }
  }
}
