package org.fragcache.spec.model;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code models.json} says of one model. A figure that was never recorded is null; a check
 * against it fails, and {@code --update} fills it in.
 *
 * @param name of the model; its configuration is {@code <name>.cfg}
 * @param dir subdirectory of the specification's with both files, "" for itself
 * @param module the root module's name
 * @param tier the smallest tier that runs it
 * @param shows one sentence
 * @param replay whether its edges are replayed on the implementation
 * @param coverage whether the labels of the PlusCal algorithm that it takes are counted
 * @param violated whether TLC must report a violation
 * @param property the property that must be violated, null if none
 * @param generated states generated, if it holds
 * @param distinct distinct states, if it holds
 * @param depth of the state graph, if it holds
 * @param trace states in the shortest error trace, if it is violated
 */
public record ModelRecord(
    String name,
    String dir,
    String module,
    Tier tier,
    String shows,
    boolean replay,
    boolean coverage,
    boolean violated,
    @Nullable String property,
    @Nullable Long generated,
    @Nullable Long distinct,
    @Nullable Long depth,
    @Nullable Long trace) {

  /** The configuration file, given the specification's directory. */
  public Path cfg(Path specDirectory) {
    return specDirectory.resolve(dir).resolve(name + ".cfg");
  }

  /** The root module's file, given the specification's directory. */
  public Path tla(Path specDirectory) {
    return specDirectory.resolve(dir).resolve(module + ".tla");
  }

  /** Whether this is a witness: a state that must be reachable, said as a violated invariant. */
  public boolean isWitness() {
    return property != null && property.startsWith("Reach");
  }

  /** {@code holds}, {@code violated}, or {@code reached} for a witness. */
  public String resultLabel() {
    return !violated ? "holds" : isWitness() ? "reached" : "violated";
  }

  ModelRecord withFigures(
      @Nullable Long newGenerated,
      @Nullable Long newDistinct,
      @Nullable Long newDepth,
      @Nullable Long newTrace) {
    return new ModelRecord(
        name,
        dir,
        module,
        tier,
        shows,
        replay,
        coverage,
        violated,
        property,
        newGenerated,
        newDistinct,
        newDepth,
        newTrace);
  }
}
