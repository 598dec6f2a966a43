package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The specification is the only model: change a conjunct of it, touch no Java, and replay goes red.
 */
final class SpecEditTest {
  private static final String TINY = "MCFragmentCache_Tiny";

  @TempDir private Path dir;

  static Stream<Arguments> edits() {
    return Deep.every(2, all()).stream();
  }

  private static List<Arguments> all() {
    return List.of(
        edit(TINY, "CacheOutcomes", "ELSE IF n > MaxSize THEN", "ELSE IF n >= MaxSize THEN"),
        edit(
            TINY,
            "FragmentCache",
            "/\\ IsOwn(f, b) /\\ folio[OwnOf(f, b)].dirty",
            "/\\ IsOwn(f, b) /\\ folio[OwnOf(f, b)].refs > 0"),
        edit(
            TINY,
            "FragmentCache",
            "/\\ Disk /\\ inode[f] = \"incore\"",
            "/\\ inode[f] # \"absent\""),
        edit(TINY, "CacheState", "/\\ size' = c.size", "/\\ size' = [f \\in File |-> 0]"),
        edit(TINY, "CacheFolios", "!.count = @ + n,", "!.count = @ + n + n,"), // states without end
        edit(TINY, "CacheOutcomes", "IF v >= MaxSize THEN", "IF v > MaxSize THEN"),
        edit(
            TINY,
            "FragmentCache",
            "[EmptySlots(Cache, f, 0, Blocks) EXCEPT !.inode[f] = \"evicted\"]",
            "[Cache EXCEPT !.inode[f] = \"evicted\"]"),
        edit(
            TINY,
            "CacheFolios",
            "dirty |-> dirty, poisoned |-> FALSE, refs |-> 1",
            "dirty |-> FALSE, poisoned |-> FALSE, refs |-> 1"),
        edit("views", "CacheFolios", "EXCEPT !.writable = FALSE]", "EXCEPT !.writable = TRUE]"),
        edit(
            "views",
            "CacheFolios",
            "/\\ b \\in B /\\ @[p][b].kind = \"copy\"",
            "/\\ b \\in B /\\ @[p][b].kind = \"none\""),
        edit(
            "pins",
            "CacheRemap",
            "=> ~WritePinned(c, c.slot[f][b].folio)",
            "=> Pins(c, c.slot[f][b].folio) = {}"),
        edit(
            "pins",
            "CacheStore",
            "!.dirty = Disk /\\ WritePinned(c, p)",
            "!.dirty = Disk /\\ Pins(c, p) # {}"),
        edit("units", "CacheStore", "i - 1 < n THEN d[i]", "i - 1 <= n THEN d[i]"),
        edit("units", "CacheOutcomes", "~Aligned(n) /\\ v + n < size[g]", "~Aligned(n)"),
        edit("capacity", "CacheStore", "\\/ SlotDirty(c, x[1], x[2])", "\\/ FALSE"),
        edit("crash", "FragmentCache", "Become(CommitLog(CleanBlocks(", "Become((CleanBlocks("),
        edit(
            "memory",
            "FragmentCache",
            "!.folio[p].poisoned = TRUE",
            "!.folio[p].poisoned = (c.folio[p].mapping[1] = \"file\")"),
        edit(
            "move",
            "FragmentCache",
            "THEN [@[x][b] EXCEPT !.folio = q] ELSE @[x][b]]",
            "THEN [@[x][b] EXCEPT !.folio = q, !.writable = FALSE] ELSE @[x][b]]"),
        edit("take", "CacheRemap", "/\\ fr.count > 0", "/\\ fr.count > 1"),
        edit(
            "dedupe",
            "CacheOutcomes",
            "THEN \"SAME\" ELSE \"DIFFERS\"",
            "THEN \"SAME\" ELSE \"SAME\""));
  }

  private static Arguments edit(String model, String module, String text, String changed) {
    return arguments(model, module, text, changed);
  }

  @ParameterizedTest(name = "{0}: {2} -> {3}")
  @MethodSource("edits")
  void replay_oneConjunctChanged_differs(
      String model, String module, String conjunct, String changed) throws IOException {
    Project.copySpec(dir);
    change(module, conjunct, changed);
    try (Conformance conformance =
            model.equals(TINY)
                ? Conformance.of(dir, Project.model(TINY), 2, Ticker.NONE)
                : Project.small(model, dir);
        Subject cache = Project.cache(conformance.model())) {
      Conformance.Report report = conformance.replay(cache, Ticker.NONE);
      assertThat(report.conforms()).isFalse();
      assertThat(report.difference()).isPresent();
    }
  }

  private void change(String module, String conjunct, String changed) throws IOException {
    Path file = dir.resolve(module + ".tla");
    String text = Files.readString(file);
    assertThat(Pattern.compile(Pattern.quote(conjunct)).matcher(text).results())
        .as("occurrences of %s", conjunct)
        .hasSize(1);
    Files.writeString(file, text.replace(conjunct, changed));
  }

  @Test
  void open_callAllowedByItsOutcomeAlone_isRefused() throws IOException {
    Project.copySpec(dir);
    String guard = "/\\ CloneStatus(f, u, n, g, v) = \"OK\"\n";
    change("FragmentCache", guard, guard + "  /\\ inode[g] = \"incore\"\n");
    assertThatThrownBy(() -> Conformance.of(dir, Project.model(TINY), 2, Ticker.NONE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Outcome of Clone")
        .hasMessageContaining("no step");
  }

  @Test
  void open_statusThatIsNotCompleted_isRefused() throws IOException {
    Project.copySpec(dir);
    change("Calls", "{\"OK\", \"SAME\", \"DIFFERS\"}", "{\"OK\", \"SAME\"}");
    // Reject and Dedupe follow Completed; a Dedupe that asks for less does not.
    change(
        "FragmentCache",
        "status \\in Completed\n",
        "status \\in {\"OK\", \"SAME\", \"DIFFERS\"}\n");
    assertThatThrownBy(() -> Project.small("dedupe", dir).close())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Outcome of Dedupe")
        .hasMessageContaining("a step");
  }
}
