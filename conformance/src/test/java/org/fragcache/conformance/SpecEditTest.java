package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  @TempDir private Path dir;

  static Stream<Arguments> edits() {
    return Stream.of(
        arguments("ELSE IF b >= Blocks THEN \"EFBIG\"", "ELSE IF b >= Blocks THEN \"EINVAL\""),
        arguments("/\\ IsOwn(f, b) /\\ ~folio[slot[f][b].folio].dirty", "/\\ IsOwn(f, b)"),
        arguments("/\\ inode[f] = \"incore\"", "/\\ inode[f] # \"absent\""),
        arguments("/\\ size' = c.size", "/\\ size' = [f \\in File |-> Min(c.size[f], 0)]"),
        arguments("!.count = @ + n,", "!.count = @ + n + n,"), // infinitely many states
        arguments("ELSE IF c >= Blocks THEN \"EFBIG\"", "ELSE IF c > Blocks THEN \"EFBIG\""),
        arguments(
            "/\\ Become([EmptySlots(Cache, f, 0, Blocks) EXCEPT !.inode[f] = \"evicted\"])",
            "/\\ Become([Cache EXCEPT !.inode[f] = \"evicted\"])"),
        arguments(
            "data |-> data, dirty |-> dirty, refs |-> 1",
            "data |-> data, dirty |-> dirty, refs |-> 2"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("edits")
  void replay_oneConjunctChanged_differs(String conjunct, String changed) throws IOException {
    Project.copySpec(dir);
    Path module = dir.resolve("FragmentCache.tla");
    String text = Files.readString(module);
    assertThat(Pattern.compile(Pattern.quote(conjunct)).matcher(text).results())
        .as("occurrences of %s", conjunct)
        .hasSize(1);
    Files.writeString(module, text.replace(conjunct, changed));

    try (Conformance conformance =
            Conformance.of(dir, Project.model("MCFragmentCache_Tiny"), 2, Ticker.NONE);
        Subject cache = Project.cache(conformance.model())) {
      Conformance.Report report = conformance.replay(cache, Ticker.NONE);
      assertThat(report.conforms()).isFalse();
      assertThat(report.difference()).isPresent();
    }
  }

  @Test
  void open_callAllowedByItsOutcomeAlone_isRefused() throws IOException {
    Project.copySpec(dir);
    Path module = dir.resolve("FragmentCache.tla");
    String guard = "/\\ CloneStatus(f, b, n, g, c) = \"OK\"\n";
    String text = Files.readString(module);
    assertThat(text).containsOnlyOnce(guard);
    Files.writeString(module, text.replace(guard, guard + "  /\\ inode[g] = \"incore\"\n"));

    assertThatThrownBy(
            () -> Conformance.of(dir, Project.model("MCFragmentCache_Tiny"), 2, Ticker.NONE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Outcome of Clone")
        .hasMessageContaining("no step");
  }
}
