package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the checks of an endless model in another JVM and ends that. */
final class InterruptTest {

  @TempDir Path temporary;
  private Path tmp;
  private Path results;
  private ClockDirectory clock;

  @BeforeEach
  void prepare() throws IOException {
    clock = ClockDirectory.copyTo(temporary);
    tmp = Files.createDirectory(temporary.resolve("tmp"));
    results = Files.createDirectory(temporary.resolve("results"));
    clock.write("ClockHolds.cfg", "SPECIFICATION LongSpec\nCONSTANT N = 5\n");
    clock.onlyModels(
        "\"name\":\"ClockHolds\",\"module\":\"Clock\",\"tier\":\"tiny\",\"shows\":\"x\","
            + "\"result\":\"holds\"");
  }

  @Test
  void terminated_whileTlcRuns_leavesNoProcessAndNoFile() throws Exception {
    Process parent = start();
    List<ProcessHandle> children = awaitTlc(parent);

    parent.destroy();

    assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(tmp).isEmptyDirectory();
    assertThat(results).isEmptyDirectory();
  }

  @Test
  void killed_whileTlcRuns_childEndsAndCleansUp() throws Exception {
    Process parent = start();
    List<ProcessHandle> children = awaitTlc(parent);

    parent.destroyForcibly();

    await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(tmp).isEmptyDirectory();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + tmp,
            "-cp",
            System.getProperty("java.class.path"),
            CheckMain.class.getName(),
            clock.path().toString(),
            results.resolve("out.json").toString(),
            "false",
            "false",
            "false",
            "tiny")
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve("printed").toFile())
        .start();
  }

  /** Waits until TLC explores, and gives the processes below the parent. */
  private List<ProcessHandle> awaitTlc(Process parent) {
    await(() -> !stateFiles().isEmpty());
    return parent.descendants().toList();
  }

  private List<Path> stateFiles() {
    try (Stream<Path> files = Files.walk(tmp)) {
      return files.filter(f -> f.toString().contains("states")).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
