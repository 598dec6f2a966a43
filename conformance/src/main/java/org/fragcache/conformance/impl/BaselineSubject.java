package org.fragcache.conformance.impl;

import static java.util.Locale.ROOT;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fragcache.BlockData;
import org.fragcache.FileCache;
import org.fragcache.baseline.DesignView;
import org.fragcache.baseline.FileCaches;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Projection;
import org.fragcache.conformance.Subject;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.jspecify.annotations.Nullable;

/**
 * A baseline of the Java cache, on the model of its design in {@code spec/designs}. It has no
 * views, and memory enough that it reclaims by itself nothing.
 */
public final class BaselineSubject implements Subject {
  private static final SortedMap<String, Function<FileCaches, FileCache>> BASELINES =
      new TreeMap<>(
          Map.of(
              "no-sharing", FileCaches::noSharing,
              "per-page-count", FileCaches::perPageCount,
              "mapping-redirect", FileCaches::mappingRedirect));

  private final String name;
  private final Function<FileCaches, FileCache> made;
  private final Bounds bounds;
  private final FileBinder binder = new FileBinder(this::cache);
  private @Nullable FileCache cache;
  private @Nullable DesignView view;
  private Map<String, String> state = Map.of();

  /**
   * A baseline.
   *
   * @param name one of {@link #names}
   */
  public BaselineSubject(String name, Bounds bounds) {
    Function<FileCaches, FileCache> baseline = BASELINES.get(name);
    if (baseline == null) {
      throw new UsageException("no baseline '" + name + "'; expected one of " + names());
    }
    if (bounds.unitsPerBlock() != 1 || !bounds.processes().isEmpty()) {
      throw new UsageException(
          name + ": has no views and no units; expected a model of its design");
    }
    this.name = name;
    this.made = baseline;
    this.bounds = bounds;
    reset();
  }

  /** As on the command line. */
  public static Set<String> names() {
    return BASELINES.keySet();
  }

  /** The name of the baseline of a design whose models are of this module. */
  public static String ofModule(String module) {
    return module.substring("MC".length()).replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(ROOT);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void reset() {
    FileCaches builder =
        FileCaches.builder().blockSize(Machine.UNIT_SIZE).maxFileBlocks(bounds.blocks());
    FileCache fresh = made.apply(builder);
    DesignView on = DesignView.of(fresh, bounds.files(), bounds.blocks(), BlockData.patterned());
    cache = fresh;
    view = on;
    state = on.observe();
  }

  private FileCache cache() {
    FileCache c = cache;
    if (c == null) {
      throw new IllegalStateException("subject is closed");
    }
    return c;
  }

  private DesignView view() {
    DesignView v = view;
    if (v == null) {
      throw new IllegalStateException("subject is closed");
    }
    return v;
  }

  @Override
  public Bound bind(Call call) {
    if (!bounds.ops().contains(call.name())) {
      return () -> Outcomes.NOT_ENABLED; // the model has no such step
    }
    FileBinder.Args a = new FileBinder.Args(call.args());
    Bound bound =
        switch (call.name()) {
          case "Writeback" -> () -> Outcomes.ofStep(view().writeback(a.name(0), a.number(1)));
          case "Reclaim" -> () -> Outcomes.ofStep(view().reclaim(a.number(0)));
          case "Read", "Write", "Truncate", "Clone", "Fsync", "Create", "Unlink" ->
              binder.bind(call.name(), a);
          default -> throw new UsageException("subject " + name + " has no call " + call.name());
        };
    return () -> {
      String outcome = bound.apply();
      state = view().observe();
      return outcome;
    };
  }

  @Override
  public Projection compared() {
    return Projection.of(state.keySet());
  }

  /** The state after the last call: numbers of folios hang on each having been looked at. */
  @Override
  public byte[] observe() {
    return text(state).getBytes(StandardCharsets.US_ASCII);
  }

  /** The values of variables as an encoding. */
  static String text(Map<String, String> state) {
    return state.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String selfCheck() {
    return view().check();
  }

  @Override
  public void close() {
    cache = null;
    view = null;
  }
}
