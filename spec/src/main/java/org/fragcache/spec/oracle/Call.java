package org.fragcache.spec.oracle;

import java.util.List;

/**
 * An action of the specification with its arguments, for instance {@code Write(f1,1,d1)}.
 *
 * @param name name of the action's operator, {@code M!A} for one of an instance
 * @param args arguments as canonical text, in the order of the operator's parameters
 */
public record Call(String name, List<String> args) {
  /** Copies the arguments. */
  public Call {
    args = List.copyOf(args);
  }

  /** A call of the action {@code name} with these arguments. */
  public static Call of(String name, String... args) {
    return new Call(name, List.of(args));
  }

  /** The call in TLA+, without blanks: {@code Write(f1,1,d1)}, {@code Tick}. */
  @Override
  public String toString() {
    return args.isEmpty() ? name : name + "(" + String.join(",", args) + ")";
  }
}
