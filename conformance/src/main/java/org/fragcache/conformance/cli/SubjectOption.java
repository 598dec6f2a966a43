package org.fragcache.conformance.cli;

import java.time.Duration;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.dir.DirSubject;
import org.fragcache.conformance.exec.ExecSubject;
import org.fragcache.conformance.impl.BaselineSubject;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.UsageException;

/**
 * What is tested, as the command line says it.
 *
 * @param text {@code impl}, a baseline's name, {@code exec:CMD} or {@code dir:PATH}
 * @param timeout how long a child's answer may take
 */
record SubjectOption(String text, Duration timeout) {
  static final SubjectOption IMPL = new SubjectOption("impl", Duration.ofSeconds(10));

  private static final String EXEC = "exec:";
  private static final String DIR = "dir:";

  /** Checks what can be checked before a model is opened. */
  static SubjectOption of(String text, double seconds) {
    boolean named = text.equals("impl") || BaselineSubject.names().contains(text);
    if (!has(text, EXEC) && !has(text, DIR) && !named) {
      throw new UsageException(
          "unknown subject '"
              + text
              + "'; expected impl, "
              + String.join(", ", BaselineSubject.names())
              + ", exec:CMD or dir:PATH");
    }
    if (!(seconds >= 0.001 && seconds <= 86_400)) {
      throw new UsageException("--timeout " + seconds + "; expected seconds, 0.001 to 86400");
    }
    return new SubjectOption(text, Duration.ofNanos((long) (seconds * 1e9)));
  }

  private static boolean has(String text, String kind) {
    return text.startsWith(kind) && !text.substring(kind.length()).isBlank();
  }

  boolean isImpl() {
    return text.equals("impl");
  }

  /** The subject within a model's bounds; to be closed. */
  Subject open(ReplayModel model) {
    if (isImpl()) {
      return new ImplSubject(model.bounds());
    }
    if (model.bounds().crashes()) {
      throw new UsageException(
          model.name() + " has crashes, which " + text + " cannot be made to have; expected none");
    }
    if (BaselineSubject.names().contains(text)) {
      return new BaselineSubject(text, model.bounds());
    }
    if (text.startsWith(DIR)) {
      return new DirSubject(text.substring(DIR.length()), model);
    }
    return new ExecSubject(text.substring(EXEC.length()), timeout, model);
  }
}
