package org.fragcache.spec.model;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a copy of a small PlusCal specification with guards, to change. */
abstract class OnSteps {

  @TempDir Path temporary;
  ClockDirectory steps;

  @BeforeEach
  void copy() throws IOException {
    steps = ClockDirectory.copyTo(temporary, "steps");
  }
}
