package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

  @TempDir Path directory;

  @Test
  void commit_existingTarget_replacesItWhole() throws IOException {
    Path target = Files.writeString(directory.resolve("f"), "old");

    try (AtomicFile file = new AtomicFile(target)) {
      assertThat(target).hasContent("old");
      file.commit("new");
    }

    assertThat(target).hasContent("new");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void close_withoutCommit_leavesTargetAndNoOtherFile() throws IOException {
    Path target = Files.writeString(directory.resolve("f"), "old");

    new AtomicFile(target).close();

    assertThat(target).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("f");
  }

  @Test
  void commit_failing_isUsage() throws IOException {
    Path target = Files.createDirectory(directory.resolve("d")).resolve("f");

    try (AtomicFile file = new AtomicFile(target)) {
      Cleanup.deleteTree(directory.resolve("d"));
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> file.commit("text"))
          .withMessageContaining(target + ": cannot be written");
    }
  }
}
