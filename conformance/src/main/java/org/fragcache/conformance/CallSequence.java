package org.fragcache.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;

/** Calls as a person writes them: {@code Create(a) Write(a, 0, 1)}. */
public final class CallSequence {
  private static final Pattern CALL =
      Pattern.compile("\\s*([A-Za-z]\\w*)\\s*(?:\\(([^()]*)\\))?\\s*[;,]?");

  private CallSequence() {}

  /** The command that takes calls on a subject again; of all of the model if there are none. */
  public static String rerun(String model, String subject, List<Call> calls) {
    String command = "./fragcache conform --model " + model + " --subject " + quoted(subject);
    return calls.isEmpty() ? command : command + " --calls '" + text(calls) + "'";
  }

  /** As {@link #parse} reads them. */
  static String text(List<Call> calls) {
    return calls.stream().map(Call::toString).collect(Collectors.joining(" "));
  }

  /** As a shell takes it for one word. */
  private static String quoted(String word) {
    return word.matches("[\\w./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /**
   * Reads a sequence.
   *
   * @throws UsageException if the text is something else, or holds no call
   */
  public static List<Call> parse(String text) {
    List<Call> calls = new ArrayList<>();
    Matcher m = CALL.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      m.region(at, text.length());
      if (!m.lookingAt()) {
        throw new UsageException(
            "calls, character "
                + (at + 1)
                + ": '"
                + text.substring(at).strip()
                + "'; expected a call such as Write(a,0,1)");
      }
      List<String> args = new ArrayList<>();
      String inner = m.group(2);
      if (inner != null && !inner.isBlank()) {
        for (String arg : inner.split(",", -1)) {
          args.add(arg.strip());
        }
      }
      calls.add(new Call(m.group(1), args));
      at = m.end();
    }
    if (calls.isEmpty()) {
      throw new UsageException("calls: none; expected at least one, such as Create(a)");
    }
    return calls;
  }
}
