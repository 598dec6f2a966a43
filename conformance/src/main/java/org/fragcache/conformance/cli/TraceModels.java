package org.fragcache.conformance.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fragcache.conformance.trace.TraceModel;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.Use;

/**
 * The models that traces can be of: those of {@code models.json}, and those that nothing is
 * recorded of.
 */
final class TraceModels {
  private final Path spec;

  TraceModels(Path spec) {
    this.spec = spec;
  }

  /** What is recorded of a model; nothing of {@link Configurations}. */
  Optional<ModelRecord> find(String name) {
    return Configurations.ALL.contains(name)
        ? Optional.empty()
        : Optional.of(Models.read(spec).named(name));
  }

  TraceModel open(String name) {
    Optional<ModelRecord> found = find(name);
    if (found.isEmpty()) {
      return new TraceModel(name, Configurations.oracle(spec, name, Use.INSPECT));
    }
    ModelRecord record = found.get();
    List<Path> libraries = Stream.of(spec.resolve(record.dir()), spec).distinct().toList();
    Path cfg = record.cfg(spec).toAbsolutePath();
    return new TraceModel(name, Oracle.open(libraries, record.module(), cfg, Use.INSPECT));
  }

  /** Whether {@code conform --calls} takes calls of this model. */
  boolean isReplayed(String name) {
    return find(name).map(ModelRecord::replay).orElse(true);
  }
}
