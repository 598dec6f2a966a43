package org.fragcache.spec.model;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.UsageException;

/**
 * What models say of one design and one property or witness.
 *
 * @param kind the verdict
 * @param steps of the shortest trace, 0 if there is none
 * @param elsewhere whether it holds in another variant of the design
 * @param reason why there is no model, "" if there is
 * @param models that say so
 */
record DesignCell(Kind kind, long steps, boolean elsewhere, String reason, List<String> models) {

  /** The verdicts. */
  enum Kind {
    HOLDS("holds"),
    FAILS("fails"),
    REACHED("yes"),
    NEVER("never"),
    NOT_APPLICABLE("n/a");

    final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /** Copies the list. */
  DesignCell {
    models = List.copyOf(models);
  }

  /**
   * The cell, of models as they are recorded or were found.
   *
   * @throws UsageException if no model says anything of it and there is no reason for that, or both
   */
  static DesignCell of(
      Designs designs, Designs.Design design, String row, List<ModelRecord> all, Models models) {
    boolean witness = row.startsWith("Reach");
    List<ModelRecord> violated = new ArrayList<>();
    List<ModelRecord> holding = new ArrayList<>();
    for (ModelRecord model : all) {
      if (!design.has(model)) {
        continue;
      }
      TlcConfig config = TlcConfig.read(model.cfg(models.directory()));
      if (model.violated()) {
        // What fails without a guard is not the design's.
        if (row.equals(model.property()) && !model.name().contains("_Without")) {
          violated.add(model);
        }
      } else if (config.invariants().contains(row) || config.properties().contains(row)) {
        holding.add(model);
      }
    }
    String reason = designs.reason(design, row);
    if (violated.isEmpty() && holding.isEmpty()) {
      if (reason.isEmpty()) {
        throw new UsageException(
            designs.file()
                + ": "
                + design.name()
                + ", "
                + row
                + ": no model checks it; expected one, or a reason under notApplicable");
      }
      return new DesignCell(Kind.NOT_APPLICABLE, 0, false, reason, List.of());
    }
    if (!reason.isEmpty()) {
      throw new UsageException(
          designs.file()
              + ": notApplicable: "
              + design.name()
              + ", "
              + row
              + ": "
              + (violated.isEmpty() ? holding : violated).get(0).name()
              + " checks it; expected no reason");
    }
    if (violated.isEmpty()) {
      return new DesignCell(witness ? Kind.NEVER : Kind.HOLDS, 0, false, "", names(holding));
    }
    return new DesignCell(
        witness ? Kind.REACHED : Kind.FAILS,
        violated.stream().mapToLong(DesignCell::steps).min().orElse(0),
        !witness && !holding.isEmpty(),
        "",
        names(violated));
  }

  /** A trace of n states has n - 1 steps. */
  private static long steps(ModelRecord model) {
    Long trace = model.trace();
    return trace == null ? 0 : trace - 1;
  }

  private static List<String> names(List<ModelRecord> models) {
    return models.stream().map(ModelRecord::name).toList();
  }
}
