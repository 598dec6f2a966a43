package org.fragcache.spec.model;

import java.nio.file.Path;
import org.fragcache.spec.UsageException;

/**
 * A part of a document that a command writes.
 *
 * @param begin the line before it, with its end
 * @param end the line after it, with its end
 */
public record MarkedPart(String begin, String end) {
  /**
   * The text with this in its place.
   *
   * @param file where the text is from, for the message
   * @throws UsageException if it has no such place
   */
  public String replaced(Path file, String text, String by) {
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new UsageException(
          file + ": no lines '" + begin.strip() + "' and '" + end.strip() + "'; expected both");
    }
    return text.substring(0, from + begin.length()) + "\n" + by + "\n" + text.substring(to);
  }
}
