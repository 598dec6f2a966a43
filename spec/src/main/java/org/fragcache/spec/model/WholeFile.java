package org.fragcache.spec.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fragcache.spec.UsageException;

/** Reads a file that somebody hands in, whole: one that is too long, or has no end, is refused. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Reads a file.
   *
   * @param most bytes that it may have; at most {@code Integer.MAX_VALUE - 1}
   * @param expected what it should be, for messages: {@code a file of JSON}
   * @throws UsageException if it is not there, cannot be read, or has more bytes
   */
  public static byte[] read(Path path, int most, String expected) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(most + 1);
    } catch (IOException e) {
      String why = Files.exists(path) ? "cannot be read (" + e + ")" : "no such file";
      throw new UsageException(path + ": " + why + "; expected " + expected, e);
    }
    if (bytes.length > most) {
      throw new UsageException(path + ": more than " + most + " bytes; expected " + expected);
    }
    return bytes;
  }
}
