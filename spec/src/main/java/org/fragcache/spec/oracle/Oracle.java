package org.fragcache.spec.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * A specification under one configuration, evaluated in process by TLC.
 *
 * <p>Values go in and out as canonical text (no blanks): {@code 12}, {@code TRUE}, {@code "abc"}, a
 * model value by its name, {@code <<v,w>>}, {@code [a|->v]}, {@code (k:>v@@l:>w)}, <code>{v,w}
 * </code>. Text that is not canonical, or names a model value that the configuration does not have,
 * is refused.
 *
 * <p>Safe for use by several threads at once. A specification that cannot be evaluated (a function
 * applied outside its domain, say) is reported as {@link UsageException} with the place in the
 * source. After {@link #close()} every method throws {@link IllegalStateException}; states already
 * handed out stay readable.
 */
public final class Oracle implements AutoCloseable {
  /** Loads are serialised: SANY and TLC were not written for two at once. */
  private static final Object LOADING = new Object();

  private static final AtomicInteger SEQUENCE = new AtomicInteger();

  private final String module;
  private final IsolatedLoader loader;
  private final List<Call> alphabet;
  private final Map<Call, Integer> index;
  private final List<String> variables;
  private final List<String> constants;
  private final Set<String> modelValues;
  private final List<String> invariants;
  private final boolean identifiesStates;
  private volatile @Nullable TlcBackend backend;

  private Oracle(String module, IsolatedLoader loader, TlcBackend backend) {
    this.module = module;
    this.loader = loader;
    this.backend = backend;
    this.alphabet = backend.alphabet();
    this.index = new HashMap<>();
    for (int i = 0; i < alphabet.size(); i++) {
      index.put(alphabet.get(i), i);
    }
    this.variables = backend.variables();
    this.constants = backend.constants();
    this.modelValues = backend.modelValues();
    this.invariants = backend.invariants();
    this.identifiesStates = backend.identifiesStates();
  }

  /**
   * Opens module {@code module} of {@code specDir} under a configuration.
   *
   * @param config a file, or a name: {@code MCCache} for {@code MCCache.cfg} in {@code specDir}
   * @throws UsageException if a file is missing, does not parse, or does not fit {@code use}: one
   *     line with file, line and column where they are known
   */
  public static Oracle open(Path specDir, String module, Path config, Use use) {
    return open(List.of(specDir), module, config, use);
  }

  /** As {@link #open(Path, String, Path, Use)}, with modules looked up in several directories. */
  public static Oracle open(List<Path> libraries, String module, Path config, Use use) {
    Path root = libraries.get(0);
    requireFile(root.resolve(module + ".tla"), "module");
    Path cfg = locate(libraries, config);
    IsolatedLoader loader = IsolatedLoader.open();
    try {
      synchronized (LOADING) {
        Path std = StandardModules.directory();
        // A name of its own: TLC looks for configurations by name, in the module's directory first.
        String name = "Oracle__" + SEQUENCE.incrementAndGet();
        Path copy = Files.copy(cfg, std.resolve(name + ".cfg"));
        try {
          TlcBackend backend = IsolatedLoader.newBackend(loader);
          List<Path> path = new ArrayList<>();
          libraries.forEach(dir -> path.add(dir.toAbsolutePath().normalize()));
          path.add(std);
          String shown = String.valueOf(cfg.getFileName());
          backend.load(path, module, name, shown, use);
          return new Oracle(module, loader, backend);
        } finally {
          Files.deleteIfExists(copy);
        }
      }
    } catch (RuntimeException | Error e) {
      closeQuietly(loader, e);
      throw e;
    } catch (IOException e) {
      closeQuietly(loader, e);
      throw new UncheckedIOException(e);
    }
  }

  private static Path locate(List<Path> libraries, Path config) {
    if (config.getFileName().toString().endsWith(".cfg")) {
      if (Files.isRegularFile(config) || config.isAbsolute()) {
        return requireFile(config, "configuration");
      }
      return requireFile(libraries.get(0).resolve(config), "configuration");
    }
    return requireFile(libraries.get(0).resolve(config + ".cfg"), "configuration");
  }

  private static Path requireFile(Path file, String what) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(what + " " + file + ": no such file");
    }
    return file;
  }

  private static void closeQuietly(IsolatedLoader loader, Throwable because) {
    try {
      loader.close();
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** Name of the root module. */
  public String module() {
    return module;
  }

  /**
   * Every call that the next-state relation holds: action and arguments, by the order in which the
   * actions appear in it, then by arguments in canonical order. Never empty. An action whose
   * arguments cannot be told apart has been refused by {@code open}.
   */
  public List<Call> alphabet() {
    return alphabet;
  }

  /** Index of a call in {@link #alphabet()}; the message says what is legal if it is not there. */
  public int callIndex(Call call) {
    Integer i = index.get(call);
    if (i == null) {
      throw new UsageException(illegal(call));
    }
    return i;
  }

  private String illegal(Call call) {
    List<Call> same = alphabet.stream().filter(c -> c.name().equals(call.name())).toList();
    if (same.isEmpty()) {
      String names = alphabet.stream().map(Call::name).distinct().collect(Collectors.joining(", "));
      return module + ": no action " + call.name() + "; actions are " + names;
    }
    int arity = same.get(0).args().size();
    if (call.args().size() != arity) {
      return module + ": " + call + ": " + call.args().size() + " arguments, expected " + arity;
    }
    for (int p = 0; p < arity; p++) {
      int position = p;
      List<String> legal = same.stream().map(c -> c.args().get(position)).distinct().toList();
      if (!legal.contains(call.args().get(p))) {
        return module
            + ": "
            + call
            + ": argument "
            + (p + 1)
            + " is "
            + call.args().get(p)
            + ", expected one of "
            + String.join(", ", legal);
      }
    }
    return module + ": " + call + ": no such call in Next; " + same.size() + " others of this name";
  }

  /** Names of the variables, in ASCII order. */
  public List<String> variables() {
    return variables;
  }

  /** Names of the constants that take no arguments, in ASCII order. */
  public List<String> constants() {
    return constants;
  }

  /** Names of the configuration's model values: no string of a state reads like one of them. */
  public Set<String> modelValues() {
    return modelValues;
  }

  /** Names of the configuration's invariants, in its order. */
  public List<String> invariants() {
    return invariants;
  }

  /**
   * Whether the configuration has SYMMETRY or VIEW: TLC then counts fewer states than there are.
   */
  public boolean identifiesStates() {
    return identifiesStates;
  }

  /** The initial states within the model's constraints, without duplicates, in TLC's order. */
  public List<OracleState> initialStates() {
    return backend().initialStates();
  }

  /** The states that call number {@code call} can lead to; empty if it is not enabled. */
  public List<OracleState> successors(OracleState state, int call) {
    return backend().successors(state, call);
  }

  /** All steps out of {@code state}, by call. */
  public List<Step> successors(OracleState state) {
    return backend().expand(state).steps();
  }

  /** All steps out of {@code state}, and what TLC counts. */
  public Expansion expand(OracleState state) {
    return backend().expand(state);
  }

  /** Whether call number {@code call} can lead from {@code state} to {@code after}. */
  public boolean isStep(OracleState state, int call, OracleState after) {
    return successors(state, call).contains(after);
  }

  /**
   * The state with this encoding.
   *
   * @throws UsageException unless it is the canonical encoding of a value for each variable, in
   *     terms of the configuration's model values
   */
  public OracleState parse(byte[] encoding) {
    return backend().parse(encoding.clone());
  }

  /**
   * Value of an operator, constant or variable of the root module (of the modules it extends too).
   *
   * @param args arguments as canonical text
   * @return the value as canonical text
   * @throws UsageException if there is no such operator, the number or text of the arguments is
   *     wrong, or the value cannot be computed
   */
  public String eval(String operator, OracleState state, List<String> args) {
    return backend().eval(operator, state, args);
  }

  /** As {@link #eval(String, OracleState, List)}. */
  public String eval(String operator, OracleState state, String... args) {
    return eval(operator, state, Arrays.asList(args));
  }

  /**
   * What there is to be seen of the actions and of {@code Outcome}, see {@link Use#COVERAGE}. The
   * same, in the same order, whatever the configuration.
   */
  public List<CoveragePoint> coveragePoints() {
    return backend().coveragePoints();
  }

  /** Evaluates an action, as far as its guards hold, and remembers which points were seen. */
  public void cover(OracleState state, int call) {
    backend().cover(state, call);
  }

  /** As {@link #eval(String, OracleState, List)}, and remembers which points were seen. */
  public void cover(OracleState state, String operator, List<String> args) {
    backend().cover(state, operator, args);
  }

  /** Which of {@link #coveragePoints()} have been seen. */
  public BitSet covered() {
    return backend().covered();
  }

  /**
   * The mutants of some modules, for an oracle that was opened for {@link Use#MUTANTS}. Mutating
   * changes the specification in this oracle's own TLC, for as long as a mutant is explored;
   * nothing else may use the oracle meanwhile.
   *
   * @param modules names; definitions in others are left as they are
   */
  public TlcMutants mutants(Set<String> modules) {
    return backend().mutants(modules);
  }

  /** Name of the first invariant that does not hold in {@code state}. */
  public Optional<String> violated(OracleState state) {
    return backend().violated(state);
  }

  /**
   * Why {@code call} is not enabled in {@code state}: the first conjunct of the action that is
   * FALSE. Where no single conjunct can be named, the whole action. Empty if the call is enabled.
   */
  public Optional<Explanation> explain(OracleState state, Call call) {
    return backend().explain(state, callIndex(call), null);
  }

  /**
   * Why {@code call} does not lead from {@code state} to the state encoded by {@code after}: the
   * first conjunct that the pair does not satisfy, guards included. Empty if it is a step.
   */
  public Optional<Explanation> explain(OracleState state, Call call, byte[] after) {
    return backend().explain(state, callIndex(call), parse(after));
  }

  private TlcBackend backend() {
    TlcBackend b = backend;
    if (b == null) {
      throw new IllegalStateException("oracle of " + module + " is closed");
    }
    return b;
  }

  /** Lets go of TLC; its classes are unloaded once no state is held any more. */
  @Override
  public void close() {
    backend = null;
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the test of unloading. */
  ClassLoader loader() {
    return loader;
  }
}
