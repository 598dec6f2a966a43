package org.fragcache.spec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.Test;

/** Every committed translation is what the translator makes of the algorithm now. */
final class TranslationTest extends OnSteps {

  /** Tests run in the module's directory, which is the specification's too. */
  private static final Path SPEC = Path.of("").toAbsolutePath();

  @Test
  void translations_committed_areFresh() {
    assertThat(Translator.modules(SPEC)).as("modules with an --algorithm in %s", SPEC).isNotEmpty();
    assertThat(stale(SPEC)).isEmpty();
  }

  @Test
  void translations_ofTestResources_areFresh() {
    assertThat(stale(steps.path())).isEmpty();
  }

  @Test
  void stale_algorithmChanged_namesFileAndLine() {
    steps.change("Tally.tla", "    lock := \"none\";\n", "    lock := \"nobody\";\n");

    assertThat(stale(steps.path()))
        .singleElement()
        .asString()
        .startsWith("Tally.tla:62: found '\\* BEGIN TRANSLATION");
  }

  @Test
  void stale_translationChanged_namesFileAndLine() {
    steps.change("Tally.tla", "/\\ lock' = \"none\"", "/\\ lock' = \"nobody\"");

    assertThat(stale(steps.path()))
        .singleElement()
        .asString()
        .contains("Tally.tla:")
        .contains("lock' = \"nobody\"")
        .contains("expected '")
        .contains("lock' = \"none\"");
  }

  @Test
  void stale_noTranslation_isDetected() {
    steps.write(
        "Tally.tla",
        steps.read("Tally.tla").replaceFirst("(?s)\\\\\\* BEGIN TRANS.*END TRANSLATION *\\n", ""));

    assertThat(stale(steps.path())).singleElement().asString().startsWith("Tally.tla:62: found '=");
  }

  @Test
  void translated_changed_leavesNothingBehind() {
    steps.change("Tally.tla", "lock := \"none\"", "lock := \"nobody\"");
    Path module = steps.path().resolve("Tally.tla");

    steps.write("Tally.tla", Translator.translated(module));

    assertThat(stale(steps.path())).isEmpty();
    assertThat(steps.path()).isDirectoryNotContaining("glob:**.{old,cfg.old,tmp}");
  }

  @Test
  void translated_badAlgorithm_isUsageInTheTranslatorsWords() {
    steps.change("Tally.tla", "await lock", "wait lock");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Translator.translated(steps.path().resolve("Tally.tla")))
        .withMessageContaining("Tally.tla: the translator says: ")
        .withMessageContaining("line 31");
  }

  /** A line for each module whose translation is not what the translator makes. */
  private static List<String> stale(Path directory) {
    List<String> stale = new ArrayList<>();
    for (Path module : Translator.modules(directory)) {
      String committed = Translator.text(module);
      String fresh = Translator.translated(module);
      int line = Translator.firstDifference(committed, fresh);
      if (line > 0) {
        stale.add(
            module.getFileName()
                + ":"
                + line
                + ": found '"
                + line(committed, line)
                + "', expected '"
                + line(fresh, line)
                + "': translate anew, by ./fragcache translate");
      }
    }
    return stale;
  }

  private static String line(String text, int number) {
    String[] lines = text.split("\n", -1);
    return number > lines.length ? "" : lines[number - 1];
  }
}
