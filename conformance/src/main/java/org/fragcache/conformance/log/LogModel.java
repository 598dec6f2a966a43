package org.fragcache.conformance.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fragcache.conformance.Bounds;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;
import org.fragcache.spec.value.TlaValue;

/** FileView under a configuration for logs, {@code spec/scenarios/log-NAME.cfg}. */
public final class LogModel implements AutoCloseable {
  static final String MODULE = "FileViewCalls";

  private static final List<String> CONSTANTS =
      List.of(
          "File", "Blocks", "UnitsPerBlock", "Data", "Process", "Handle", "Capacity", "Backing");

  private final ReplayModel replay;
  private final OracleState initial;
  private final Map<String, TlaValue> constants = new LinkedHashMap<>();
  private final Set<String> outcomes;
  private final Set<String> names = new HashSet<>();
  private final Set<String> calls = new TreeSet<>();

  private LogModel(ReplayModel replay) {
    this.replay = replay;
    List<OracleState> states = replay.oracle().initialStates();
    if (states.size() != 1) {
      throw new UsageException(
          replay.name() + ": " + states.size() + " initial states, expected one");
    }
    initial = states.get(0);
    CONSTANTS.forEach(
        name -> constants.put(name, TlaValue.parse(replay.oracle().eval(name, initial))));
    outcomes =
        TlaValue.parse(replay.oracle().eval("Outcomes", initial)).elements().stream()
            .map(TlaValue::canonical)
            .collect(Collectors.toSet());
    names.addAll(bounds().files());
    names.addAll(bounds().processes());
    names.addAll(bounds().handles());
    for (int c = 0; c < replay.alphabet().size(); c++) {
      if (replay.isCall(c)) {
        calls.add(replay.alphabet().get(c).name());
      }
    }
  }

  /**
   * Opens a configuration.
   *
   * @param name as a log has it: {@code log-files}
   * @throws UsageException if there is none of that name, or it cannot be evaluated
   */
  public static LogModel open(Path specDirectory, String name) {
    Path scenarios = specDirectory.resolve("scenarios");
    List<String> known = names(scenarios);
    if (!known.contains(name)) {
      throw new UsageException(
          "unknown model '" + name + "' for logs; expected one of " + String.join(", ", known));
    }
    ReplayModel model =
        ReplayModel.open(
            name, specDirectory, MODULE, scenarios.resolve(name + ".cfg"), Use.INSPECT);
    try {
      return new LogModel(model);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static List<String> names(Path scenarios) {
    try (Stream<Path> files = Files.list(scenarios)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("log-\\w+\\.cfg"))
          .map(file -> file.substring(0, file.length() - ".cfg".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UsageException(scenarios + ": cannot be listed (" + e + "); expected log-*.cfg", e);
    }
  }

  /** Its name. */
  public String name() {
    return replay.name();
  }

  /** What a subject needs to know. */
  public Bounds bounds() {
    return replay.bounds();
  }

  /** Constants of the specification, by name. */
  public Map<String, TlaValue> constants() {
    return constants;
  }

  /** The calls of an application, with every argument. */
  public List<Call> calls() {
    return replay.alphabet().stream().filter(call -> calls.contains(call.name())).toList();
  }

  /**
   * The number of a call in the alphabet.
   *
   * @throws UsageException if the model has no such call; the message says what it has
   */
  int callIndex(Call call) {
    if (!calls.contains(call.name())) {
      throw new UsageException(
          "no call " + call.name() + "; expected one of " + String.join(", ", calls));
    }
    return replay.oracle().callIndex(call);
  }

  /** Whether the model has a step of the environment by that name. */
  boolean isStep(String name) {
    return bounds().ops().contains(name) && !calls.contains(name);
  }

  /** Whether that is a model value, and no string. */
  boolean isName(String text) {
    return names.contains(text);
  }

  /** Whether a call can end so, in any state. */
  boolean isOutcome(String canonical) {
    return outcomes.contains(canonical);
  }

  OracleState initial() {
    return initial;
  }

  ReplayModel replay() {
    return replay;
  }

  @Override
  public void close() {
    replay.close();
  }
}
