package org.fragcache.conformance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fragcache.spec.UsageException;

/**
 * Some of a specification's variables: those that a subject gives. Works on canonical encodings, a
 * line {@code name=value} for each variable, by name. Immutable.
 */
public final class Projection {
  /** All variables, whatever they are. */
  public static final Projection ALL = new Projection(Optional.empty());

  private final Optional<Set<String>> names;

  private Projection(Optional<Set<String>> names) {
    this.names = names;
  }

  /** These variables only. */
  public static Projection of(Set<String> names) {
    return new Projection(Optional.of(Set.copyOf(names)));
  }

  /** The encoding of these variables alone, from that of all. */
  public byte[] of(byte[] encoding) {
    return names.isEmpty() ? encoding : bytes(lines(encoding, names.get()));
  }

  /** The encoding of all variables: these from {@code some}, the others from {@code all}. */
  byte[] complete(byte[] some, byte[] all) {
    if (names.isEmpty()) {
      return some;
    }
    SortedMap<String, String> lines = lines(all, Set.of());
    lines.putAll(lines(some, Set.of()));
    return bytes(lines);
  }

  /** Those of {@code variables} that are compared, in their order. */
  List<String> in(List<String> variables) {
    return variables.stream().filter(v -> names.isEmpty() || names.get().contains(v)).toList();
  }

  /** Those of {@code variables} that are not. */
  List<String> notIn(List<String> variables) {
    return variables.stream().filter(v -> names.isPresent() && !names.get().contains(v)).toList();
  }

  /**
   * Refuses a subject whose state is none of the model: compared, everything would differ.
   *
   * @param observed the subject's state
   */
  void require(ReplayModel model, String subject, byte[] observed) {
    List<String> given = List.copyOf(lines(observed, Set.of()).keySet());
    List<String> expected = in(model.oracle().variables());
    if (!given.equals(expected)) {
      throw new UsageException(
          model.name()
              + ": its state is "
              + String.join(", ", expected)
              + "; subject "
              + subject
              + " gives "
              + String.join(", ", given)
              + "; expected a model of that, or another subject");
    }
  }

  /** By name; all if no names are given. */
  private static SortedMap<String, String> lines(byte[] encoding, Set<String> wanted) {
    SortedMap<String, String> lines = new TreeMap<>();
    String text = new String(encoding, StandardCharsets.US_ASCII);
    for (String line : text.lines().toList()) {
      String name = line.substring(0, Math.max(0, line.indexOf('=')));
      if (wanted.isEmpty() || wanted.contains(name)) {
        lines.put(name, line);
      }
    }
    return lines;
  }

  private static byte[] bytes(SortedMap<String, String> lines) {
    return lines.values().stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
