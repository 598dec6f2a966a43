package org.fragcache.conformance.fsx;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fragcache.conformance.fsx.FsxOperation.Kind;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.WholeFile;

/**
 * Reads an operation file, as fsx itself does ({@code read_op()}): blank lines and those whose
 * first word begins with {@code #} say nothing, {@code skip} takes an operation out; the size at
 * the end of a line is a remark. Stricter than fsx where it would read something else than is
 * there.
 */
final class FsxReader {
  /** fsx reads lines into an array of 256. */
  private static final int LONGEST = 255;

  /** Bytes; fsx records 100,000 operations at most, in less. */
  private static final int MOST = 1 << 24;

  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::toString, Function.identity()));
  private static final Set<String> FLAGS = Set.of("keep_size", "close_open", "unshare", "*");

  private final Path file;
  private int line;
  private int skipped;

  FsxReader(Path file) {
    this.file = file;
  }

  /** Operations that {@code skip} takes out. */
  int skipped() {
    return skipped;
  }

  /**
   * The operations that are to be done.
   *
   * @throws UsageException if the file cannot be read, is malformed, or has none
   */
  List<FsxOperation> read() {
    byte[] bytes = WholeFile.read(file, MOST, "a file of fsx");
    // Any byte is a character: what is no text is refused with its line.
    List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    List<FsxOperation> operations = new ArrayList<>();
    for (String text : lines) {
      line++;
      if (text.length() > LONGEST) {
        throw bad("a line of " + text.length() + " characters", "at most " + LONGEST);
      }
      if (!text.isBlank() && !text.stripLeading().startsWith("#")) {
        operation(text.strip().split("\\s+", -1), operations);
      }
    }
    if (operations.isEmpty()) {
      throw new UsageException(
          file + ": no operation; expected at least one, such as write 0 4096 0");
    }
    return operations;
  }

  private void operation(String[] words, List<FsxOperation> to) {
    int at = words[0].equals("skip") ? 1 : 0;
    Kind kind = at < words.length ? KINDS.get(words[at]) : null;
    if (kind == null) {
      throw bad(
          at < words.length ? "'" + printable(words[at]) + "'" : "skip alone",
          "one of "
              + Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", ")));
    }
    int numbers = kind.twoOffsets ? 4 : 3;
    if (words.length < at + 1 + numbers) {
      throw bad(
          kind + " with " + (words.length - at - 1) + " numbers",
          numbers
              + ": "
              + (kind.twoOffsets ? "source length destination size" : "offset length size"));
    }
    List<Long> args = new ArrayList<>();
    for (int i = at + 1; i <= at + numbers; i++) {
      args.add(number(words[i]));
    }
    boolean closes = false;
    for (int i = at + 1 + numbers; i < words.length; i++) {
      if (!FLAGS.contains(words[i])) {
        throw bad("'" + printable(words[i]) + "'", "keep_size, close_open, unshare or *");
      }
      closes |= words[i].equals("close_open");
    }
    if (at == 1) {
      skipped++;
    } else {
      to.add(new FsxOperation(line, kind, args.subList(0, numbers - 1), closes));
    }
  }

  /** As {@code strtoul} with base 0, but all of the word. */
  private long number(String word) {
    boolean hex = word.matches("0[xX][0-9a-fA-F]+");
    try {
      if (hex || word.matches("[0-9]+")) {
        boolean octal = word.length() > 1 && word.charAt(0) == '0';
        return hex ? Long.parseLong(word.substring(2), 16) : Long.parseLong(word, octal ? 8 : 10);
      }
    } catch (NumberFormatException e) {
      // Too great, or 8 and 9 in an octal one.
    }
    throw bad(
        "'" + printable(word) + "'", "a number below 2^63: decimal, 0x hexadecimal or 0 octal");
  }

  private static String printable(String word) {
    return word.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private UsageException bad(String what, String expected) {
    return new UsageException(file + ":" + line + ": " + what + "; expected " + expected);
  }
}
