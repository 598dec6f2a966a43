package org.fragcache.conformance.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fragcache.conformance.schedule.Setups;
import org.fragcache.conformance.schedule.StepsCalls;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.oracle.Oracle;
import org.fragcache.spec.oracle.OracleState;
import org.fragcache.spec.oracle.Use;
import org.fragcache.spec.value.TlaValue;

/**
 * FragmentSteps with open programs under a configuration for logs of labels, {@code
 * spec/scenarios/labels-NAME.cfg}.
 */
public final class LabelModel implements AutoCloseable {
  /** The module of all of them. */
  public static final String MODULE = "MCFragmentStepsLog";

  private static final String PREFIX = "labels-";
  private static final String ASK = "Ask";
  private static final String FORGET = "Forget";
  private static final String BEGIN = "Begin";
  private static final String RETURN = "Return";

  /** Actions that are no label: those of the module, of RCU, and the ends of an operation. */
  private static final Set<String> NO_LABEL = new HashSet<>();

  static {
    NO_LABEL.addAll(List.of(ASK, FORGET, BEGIN, RETURN, "Grace", "Terminating"));
    NO_LABEL.addAll(Differences.INSTEAD.values());
    NO_LABEL.addAll(Differences.INSTEAD_UNTOLD.values());
    NO_LABEL.addAll(Differences.TOLD_AS.keySet());
  }

  private final String name;
  private final Oracle oracle;
  private final OracleState initial;
  private final List<String> threads;
  private final List<String> files;
  private final int blocks;
  private final String start;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Set<String> labels = new TreeSet<>();
  private final List<Map<String, Integer>> steps = new ArrayList<>();
  private final List<Map<String, Integer>> asks = new ArrayList<>();
  private final int forget;

  private LabelModel(String name, Oracle oracle) {
    this.name = name;
    this.oracle = oracle;
    List<OracleState> states = oracle.initialStates();
    if (states.size() != 1) {
      throw new UsageException(name + ": " + states.size() + " initial states, expected one");
    }
    this.initial = states.get(0);
    this.threads = names("Thread");
    this.files = names("File");
    this.blocks = (int) constant("Blocks").asInt();
    this.start = constant("Start").asString();
    for (TlaValue op : constant("Operations").elements()) {
      String text = op.canonical();
      operations.put(text, new Operation(text, StepsCalls.call(op)));
    }
    threads.forEach(
        t -> {
          steps.add(new HashMap<>());
          asks.add(new HashMap<>());
        });
    this.forget = oracle.callIndex(Call.of(FORGET));
    for (int i = 0; i < oracle.alphabet().size(); i++) {
      index(oracle.alphabet().get(i), i);
    }
  }

  private TlaValue constant(String constant) {
    return TlaValue.parse(oracle.eval(constant, initial));
  }

  private List<String> names(String constant) {
    return constant(constant).elements().stream().map(TlaValue::asString).toList();
  }

  private void index(Call call, int number) {
    int t =
        call.args().isEmpty() ? -1 : threads.indexOf(TlaValue.parse(call.args().get(0)).asString());
    if (t < 0) {
      return;
    }
    if (call.name().equals(ASK)) {
      asks.get(t).put(call.args().get(1), number);
      return;
    }
    steps.get(t).put(call.name(), number);
    if (!NO_LABEL.contains(call.name())) {
      labels.add(call.name());
    }
  }

  /**
   * Opens a configuration.
   *
   * @param name as a log has it: {@code labels-private}
   * @throws UsageException if there is none of that name, or it cannot be evaluated
   */
  public static LabelModel open(Path specDirectory, String name) {
    List<String> known = names(specDirectory);
    if (!known.contains(name)) {
      throw new UsageException(
          "unknown model '"
              + name
              + "' for logs of labels; expected one of "
              + String.join(", ", known));
    }
    Path cfg = specDirectory.resolve("scenarios").resolve(name + ".cfg");
    Oracle oracle = Oracle.open(specDirectory, MODULE, cfg, Use.INSPECT);
    try {
      return new LabelModel(name, oracle);
    } catch (RuntimeException e) {
      oracle.close();
      throw e;
    }
  }

  /** Names of the configurations there are. */
  public static List<String> names(Path specDirectory) {
    Path scenarios = specDirectory.resolve("scenarios");
    try (Stream<Path> all = Files.list(scenarios)) {
      return all.map(file -> file.getFileName().toString())
          .filter(file -> file.matches(PREFIX + "\\w+\\.cfg"))
          .map(file -> file.substring(0, file.length() - ".cfg".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UsageException(
          scenarios + ": cannot be listed (" + e + "); expected " + PREFIX + "*.cfg", e);
    }
  }

  /** Whether a model of this name is for logs of labels, if there is one. */
  public static boolean isName(String model) {
    return model.startsWith(PREFIX);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** The name of its initial state. */
  public String start() {
    return start;
  }

  /** Calls of the cache that lead to its initial state. */
  public String setup() {
    return Setups.calls(start);
  }

  /** Names of files. */
  public List<String> files() {
    return files;
  }

  /** Largest size of a file. */
  public int blocks() {
    return blocks;
  }

  /** Names of threads. */
  public List<String> threads() {
    return threads;
  }

  /** What a thread can be asked to do, by its text. */
  public Map<String, Operation> operations() {
    return operations;
  }

  /** Labels that a thread can tell. */
  Set<String> labels() {
    return Collections.unmodifiableSet(labels);
  }

  Oracle oracle() {
    return oracle;
  }

  OracleState initial() {
    return initial;
  }

  /** The number of a thread's step in the alphabet. */
  int step(int thread, String label) {
    return number(steps.get(thread), label);
  }

  /** The number of the step by which a thread is asked for an operation. */
  int ask(int thread, String operation) {
    return number(asks.get(thread), operation);
  }

  int begin(int thread) {
    return step(thread, BEGIN);
  }

  int end(int thread) {
    return step(thread, RETURN);
  }

  int forget() {
    return forget;
  }

  private int number(Map<String, Integer> numbers, String what) {
    Integer number = numbers.get(what);
    if (number == null) {
      throw new UsageException(name + ": no step for " + what);
    }
    return number;
  }

  @Override
  public void close() {
    oracle.close();
  }
}
