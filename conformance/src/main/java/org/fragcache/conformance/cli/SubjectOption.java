package org.fragcache.conformance.cli;

import java.time.Duration;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.exec.ExecSubject;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.spec.UsageException;

/**
 * What is tested, as the command line says it.
 *
 * @param text {@code impl} or {@code exec:CMD}
 * @param timeout how long a child's answer may take
 */
record SubjectOption(String text, Duration timeout) {
  static final SubjectOption IMPL = new SubjectOption("impl", Duration.ofSeconds(10));

  private static final String EXEC = "exec:";

  /** Checks what can be checked before a model is opened. */
  static SubjectOption of(String text, double seconds) {
    boolean isExec = text.startsWith(EXEC) && !text.substring(EXEC.length()).isBlank();
    if (!isExec && !text.equals("impl")) {
      throw new UsageException("unknown subject '" + text + "'; expected impl or exec:CMD");
    }
    if (!(seconds >= 0.001 && seconds <= 86_400)) {
      throw new UsageException("--timeout " + seconds + "; expected seconds, 0.001 to 86400");
    }
    return new SubjectOption(text, Duration.ofNanos((long) (seconds * 1e9)));
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
    return new ExecSubject(text.substring(EXEC.length()), timeout, model);
  }
}
