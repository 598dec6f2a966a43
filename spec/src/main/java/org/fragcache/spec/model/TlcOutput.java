package org.fragcache.spec.model;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.spec.model.TlcResult.Kind;
import org.fragcache.spec.model.TlcResult.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads what TLC prints with {@code -tool}: messages, each with a code and a class, and free text.
 * What it does not understand makes the run an error, never a success.
 */
final class TlcOutput {

  private static final String START = "@!@!@STARTMSG ";
  private static final String END = "@!@!@ENDMSG ";
  private static final int ERROR_CLASS = 1;
  private static final int BUG_CLASS = 2;
  private static final int WARNING_CLASS = 3;
  private static final int MODULE_PARSED = 2219;
  private static final int GC_ADVICE = 2401;

  /** Announce a trace; no errors by themselves. */
  private static final Set<Integer> TRACE_HEADS = Set.of(2121, 2264);

  private static final Pattern STATS =
      Pattern.compile("([\\d,]+) states generated, ([\\d,]+) distinct states found.*");
  private static final Pattern DEPTH =
      Pattern.compile("The depth of the complete state graph search is ([\\d,]+)\\..*");

  private static final Pattern TAKEN =
      Pattern.compile("<(\\w+)(?:\\(.*?\\))? line \\d+, .* of module (\\w+)>: ([\\d,]+):([\\d,]+)");

  private final Map<String, Long> taken = new TreeMap<>();
  private final StringBuilder parserText = new StringBuilder();
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<TraceStep> trace = new ArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private int code = -1;
  private int messageClass;
  private boolean parsing = true;
  private boolean success;
  private boolean finished;
  private boolean badSpec;
  private boolean badConfig;
  private @Nullable Violation violation;
  private @Nullable String named;
  private long generated = -1;
  private long distinct = -1;
  private long depth = -1;
  private String lasso = "";
  private String version = "unknown";

  void line(String line) {
    if (code < 0 && line.startsWith(START)) {
      Matcher head = Pattern.compile("(\\d+):(\\d+) .*").matcher(line.substring(START.length()));
      if (head.matches()) {
        code = Integer.parseInt(head.group(1));
        messageClass = Integer.parseInt(head.group(2));
        message.setLength(0);
        return;
      }
    }
    if (code >= 0 && line.startsWith(END + code + " ")) {
      message(code, messageClass, message.toString().strip());
      code = -1;
    } else if (code >= 0) {
      message.append(line).append('\n');
    } else if (parsing) {
      parserText.append(line).append('\n');
    }
  }

  private void message(int number, int kind, String text) {
    String flat = TlcResult.oneLine(text);
    switch (number) {
      case 2262 -> version = flat.replaceFirst("^TLC2 Version ", "");
      case MODULE_PARSED -> parsing = false;
      case 2193 -> success = true;
      case 2186 -> finished = true;
      case 2199 -> {
        Matcher m = STATS.matcher(flat);
        if (m.matches()) {
          generated = number(m.group(1));
          distinct = number(m.group(2));
        }
      }
      case 2194 -> {
        Matcher m = DEPTH.matcher(flat);
        if (m.matches()) {
          depth = number(m.group(1));
        }
      }
      case 2201 -> taken.clear(); // figures to come are of the whole run so far
      case 2772 -> taken(flat);
      case 2217 -> step(text);
      case 2218 -> lasso = "stutters for ever";
      case 2122 -> lasso = "goes back to state " + flat.replaceFirst(":.*", "");
      case 2107 -> violated(Violation.INVARIANT, "Invariant (.+?) is violated by .*", text, number);
      case 2110 -> violated(Violation.INVARIANT, "Invariant (.+?) is violated.*", text, number);
      case 2108 -> violated(Violation.INITIAL, "Property (.+?) is violated by .*", text, number);
      case 2112 -> violated(Violation.ACTION, "Action property (.+?) is violated.*", text, number);
      case 2116 ->
          violated(Violation.TEMPORAL, "Temporal propert(.+?) (?:was|were) .*", text, number);
      case 2114 -> violated(Violation.DEADLOCK, "(Deadlock) reached.*", text, number);
      default -> {
        if (kind == WARNING_CLASS && number != GC_ADVICE) {
          warnings.add(flat);
        } else if ((kind == ERROR_CLASS || kind == BUG_CLASS) && !TRACE_HEADS.contains(number)) {
          errors.add(text);
          badSpec |= number == 3002 || number == 2171;
          badConfig |= (number >= 5000 && number < 6000) || text.contains(START + "500");
        }
      }
    }
  }

  /** An action's line of the coverage: {@code <Name line ... of module M>: new states:taken}. */
  private void taken(String text) {
    Matcher m = TAKEN.matcher(text);
    if (m.matches()) {
      taken.merge(m.group(2) + "." + m.group(1), number(m.group(4)), Long::sum);
    } else {
      errors.add("coverage not understood: " + text);
    }
  }

  private void step(String text) {
    TraceStep.parse(text + "\n")
        .filter(step -> step.number() == trace.size() + 1)
        .ifPresentOrElse(trace::add, () -> errors.add("trace state not understood: " + text));
  }

  private void violated(Violation kind, String pattern, String text, int number) {
    Matcher m = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    if (violation != null || !m.matches()) {
      errors.add("message " + number + " not understood: " + text);
      return;
    }
    violation = kind;
    named = kind == Violation.TEMPORAL ? null : m.group(1);
    int state = text.indexOf('\n');
    if ((number == 2107 || number == 2108) && state > 0) {
      trace.add(new TraceStep(1, "Init", "", text.substring(state + 1).strip()));
    }
  }

  /** Whether the module, or else the configuration, is not what TLC can read at all. */
  boolean isBadSpec(int status) {
    return badSpec || status == 150;
  }

  boolean isBadConfig(int status) {
    return badConfig || status == 151;
  }

  String parserText() {
    return parserText.toString();
  }

  String errorText() {
    return String.join("\n", errors);
  }

  /**
   * What the run showed.
   *
   * @param status of the process
   * @param diagnostics the last lines of its standard error
   */
  TlcResult result(int status, String diagnostics, double seconds) {
    TlcResult result =
        new TlcResult(
            violation == null ? Kind.HOLDS : Kind.VIOLATED,
            violation,
            named,
            Math.max(generated, 0),
            Math.max(distinct, 0),
            Math.max(depth, 0),
            trace,
            lasso,
            "",
            warnings,
            seconds,
            version,
            taken);
    String problem = problem(status);
    if (problem.isEmpty()) {
      return result;
    }
    return result.asError(
        errors.stream().collect(joining("\n"))
            + (errors.isEmpty()
                ? problem + (diagnostics.isEmpty() ? "" : "\n" + diagnostics)
                : ""));
  }

  private String problem(int status) {
    if (!errors.isEmpty()) {
      return "errors";
    }
    if (status > 128 && status != 255) {
      return "TLC was killed (status " + status + ")";
    }
    int expected =
        violation == null
            ? 0
            : switch (violation) {
              case INVARIANT -> 12;
              case INITIAL, ACTION, TEMPORAL -> 13;
              case DEADLOCK -> 11;
            };
    // TLC checks [] of a predicate as an invariant: the status is then of one or the other kind.
    boolean fits = status == expected || (violation != null && (status == 12 || status == 13));
    if (!fits) {
      return "TLC ended with status " + status + ", expected " + expected;
    }
    if (!finished) {
      return "TLC ended without its last message";
    }
    if (violation != null) {
      return trace.isEmpty() ? "TLC reported a violation without a trace" : "";
    }
    return success && generated >= 0 && depth >= 0
        ? ""
        : "TLC ended without saying that it is done, with what states and depth";
  }

  private static long number(String digits) {
    return Long.parseLong(digits.replace(",", ""));
  }
}
