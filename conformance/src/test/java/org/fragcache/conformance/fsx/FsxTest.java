package org.fragcache.conformance.fsx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fragcache.conformance.Difference;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.ReplayModel;
import org.fragcache.conformance.Subject;
import org.fragcache.conformance.Ticker;
import org.fragcache.conformance.impl.ImplSubject;
import org.fragcache.conformance.mutants.BrokenCache;
import org.fragcache.conformance.mutants.Edit;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operation files of fsx: what is read, what it becomes, and that a fault is found by one. */
final class FsxTest {
  private static final int BLOCK = 4096;

  @TempDir private Path dir;

  private FsxTrace trace(String text) throws IOException {
    return FsxTrace.read(Files.writeString(dir.resolve("ops"), text), BLOCK, false);
  }

  private List<String> calls(String operation, long size) throws IOException {
    return trace(operation).calls(0, size, true).stream().map(Call::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "write 0 4096 0 | Write(a,0,1) Write(a,1,1)",
        "write_dontcache 0x800 2048 0 | Write(a,1,1)",
        "write_atomic 04000 2048 0 | Write(a,1,1)",
        "read 2048 4096 8192 | Read(a,1) Read(a,2)",
        "read_dontcache 0 2048 8192 close_open | Read(a,0) Evict(a)",
        "truncate 0 6144 0 | Truncate(a,3)",
        "punch_hole 2048 4096 8192 keep_size | Punch(a,1,2)",
        "fsync 0 0 0 | Fsync(a)",
        "clone_range 0 4096 8192 8192 * | Clone(a,0,2,a,4)",
        "dedupe_range 0 4096 8192 8192 | Dedupe(a,0,2,a,4)",
        "mapread 0 8192 8192 | `Map(p,a,\"shared\") Load(p,0) Load(p,1) Unmap(p)`",
        "mapwrite 4096 4096 0 | `Truncate(a,2) Map(p,a,\"shared\") Store(p,1,1) Unmap(p)`",
      })
  void calls_ofEachOperation(String operation, String calls) throws IOException {
    assertThat(String.join(" ", calls(operation, 0))).isEqualTo(calls);
  }

  @Test
  void calls_mapwriteWithinTheFile_doesNotCut() throws IOException {
    assertThat(calls("mapwrite 0 4096 0", 8)).doesNotContain("Truncate(a,1)");
  }

  /** Of length 0, FICLONERANGE goes on to the end of the file; fsx does not call it then. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "read 0 0 0",
        "write 0 0 0",
        "mapread 0 0 0",
        "mapwrite 8192 0 0",
        "punch_hole 0 0 0",
        "clone_range 0 0 8192 0",
        "dedupe_range 0 0 8192 0",
      })
  void calls_withoutLength_none(String operation) throws IOException {
    assertThat(calls(operation, 0)).isEmpty();
    assertThat(calls(operation + " close_open", 0)).containsExactly("Evict(a)");
  }

  @Test
  void read_whatSaysNothing_isPassedOver() throws IOException {
    FsxTrace trace =
        trace("# 1\n\n  # 3\nskip write 0 4096 0\nskip clone_range 0 0 0 0\nfsync 0 0 0\n");
    assertThat(trace.operations()).extracting(FsxOperation::line).containsExactly(6);
    assertThat(trace.skipped()).isEqualTo(2);
  }

  @Test
  void read_whatFileViewLacks_isLeftOutIfAsked() throws IOException {
    Path file = Files.writeString(dir.resolve("ops"), "fallocate 1 1 0 keep_size\nfsync 0 0 0\n");
    assertThat(FsxTrace.read(file, BLOCK, true).skipped()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wipe 0 4096 0",
        "skip",
        "skip wipe 0 0 0",
        "write 0 4096",
        "clone_range 0 4096 4096",
        "write 0 08 0",
        "write 0 -1 0",
        "write 0 0x 0",
        "write 0 4096.0 0",
        "write 0 99999999999999999999 0",
        "write 0 4096 0 now",
        "write 0 4096 0 0",
        "write 100 4096 0",
        "write 0 100 0",
        "mapread 2048 4096 0",
        "write 0 67584 0",
        "truncate 0 67584 0",
        "clone_range 0 4096 9223372036854775807 0",
        "clone_range 0x7ffffffffffff000 0x7ffffffffffff000 0 0",
        "fallocate 0 4096 0",
        "zero_range 0 4096 0",
        "collapse_range 0 4096 0",
        "insert_range 0 4096 0",
        "copy_range 0 4096 4096 0",
        "exchange_range 0 4096 4096 0",
        "write 0 \u00e9 0",
      })
  void read_malformed_isRefusedWithTheLine(String line) {
    assertThatThrownBy(() -> trace("fsync 0 0 0\n" + line + "\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("ops:2: ")
        .hasMessageContaining("; expected ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_noOperation_isRefused() {
    for (String text : List.of("", "# nothing\n", "skip fsync 0 0 0\n")) {
      assertThatThrownBy(() -> trace(text)).hasMessageContaining("no operation");
    }
    assertThatThrownBy(() -> trace("x".repeat(256))).hasMessageContaining("256 characters");
    assertThatThrownBy(() -> FsxTrace.read(dir, BLOCK, false))
        .hasMessageContaining("cannot be read");
  }

  /** A device, say. */
  @Test
  void read_endless_isRefused() throws IOException {
    Path file = dir.resolve("ops");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 25);
    }
    assertThatThrownBy(() -> FsxTrace.read(file, BLOCK, false))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("more than 16777216 bytes");
  }

  private static ReplayModel model() {
    Path spec = Project.spec();
    return ReplayModel.open("fsx-cache", spec, "MCWalks", spec.resolve("scenarios/fsx-cache.cfg"));
  }

  @Test
  void replay_example_conformsUnlessTheCacheIsBroken() {
    Path file = Project.home().resolve("conformance/examples/clone-over-eof.fsx");
    FsxTrace trace = FsxTrace.read(file, BLOCK, false);
    String put = "drop.references(w.file, w.block, 1, ref);";
    Edit edit = new Edit("Access.java", List.of(put), List.of(""));
    try (ReplayModel model = model();
        Subject sound = new ImplSubject(model.bounds());
        Subject broken = BrokenCache.of(Project.home(), List.of(edit)).subject(model)) {
      FsxReplay all = FsxReplay.of(trace, model, sound, Ticker.NONE);
      assertThat(all.difference()).isEmpty();
      assertThat(all.operations()).isEqualTo(trace.operations().size());

      FsxReplay some = FsxReplay.of(trace, model, broken, Ticker.NONE);
      Difference difference = some.difference().orElseThrow();
      assertThat(trace.operations().get(some.operations() - 1)).hasToString("write 8192 2048");
      assertThat(difference.calls().size()).isLessThan((int) some.calls());
      assertThat(difference.toString()).contains("fragment[1].count", "--model fsx-cache ");
    }
  }
}
