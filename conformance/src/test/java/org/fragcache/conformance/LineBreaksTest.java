package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Break one line of the Java cache, and a difference is found whose message leads to the line. The
 * breaks are those of line-breaks.json: replay of two tiny models first, then, for what only runs
 * of several blocks show, random walks beyond their bounds.
 */
final class LineBreaksTest {
  private static final long SEED = 20261124;
  private static final int WALKS = 2000;
  private static final int LENGTH = 60;

  private static @Nullable Conformance tiny;
  private static @Nullable Conformance oneFile;
  private static @Nullable ReplayModel large;

  /** A break: the line, what it becomes, and what the message must name. */
  record Break(String file, String line, String becomes, String fault, String leads) {}

  @BeforeAll
  static void open() {
    tiny = Conformance.of(Project.spec(), Project.model("MCFragmentCache_Tiny"), 2, Ticker.NONE);
    oneFile =
        Conformance.of(Project.spec(), Project.model("MCFragmentCache_OneFile"), 2, Ticker.NONE);
    large =
        ReplayModel.open(
            "three-files",
            Project.spec(),
            "MCFragmentCache",
            Project.spec().resolve("scenarios/three-files.cfg"));
  }

  @AfterAll
  static void close() {
    opened(tiny).close();
    opened(oneFile).close();
    opened(large).close();
  }

  private static <T> T opened(@Nullable T what) {
    if (what == null) {
      throw new IllegalStateException("not open");
    }
    return what;
  }

  static List<Break> breaks() throws IOException {
    try (InputStream in = LineBreaksTest.class.getResourceAsStream("/line-breaks.json")) {
      return new ObjectMapper().readValue(in, new TypeReference<List<Break>>() {});
    }
  }

  @TestFactory
  Stream<DynamicTest> replay_oneLineBroken_isFound() throws IOException {
    List<Break> breaks = breaks();
    assertThat(breaks).hasSizeGreaterThanOrEqualTo(15);
    return breaks.stream().map(b -> DynamicTest.dynamicTest(b.fault(), () -> isFound(b)));
  }

  private static void isFound(Break broken) {
    BrokenCache cache = BrokenCache.of(broken.file(), broken.line(), broken.becomes());
    Optional<Difference> difference =
        byReplay(tiny, cache).or(() -> byReplay(oneFile, cache)).or(() -> byWalks(cache));
    assertThat(difference).as(broken.fault()).isPresent();
    System.out.println(broken.fault() + " (" + broken.file() + ")\n" + difference.get());
    assertThat(difference.get().toString()).contains(broken.leads());
  }

  private static Optional<Difference> byReplay(@Nullable Conformance model, BrokenCache cache) {
    Conformance conformance = opened(model);
    try (Subject subject = cache.subject(conformance.model())) {
      return conformance.replay(subject, Ticker.NONE).difference();
    }
  }

  private static Optional<Difference> byWalks(BrokenCache cache) {
    ReplayModel model = opened(large);
    Walker walker = new Walker(model);
    Random random = new Random(SEED);
    try (Subject subject = cache.subject(model)) {
      for (int i = 0; i < WALKS; i++) {
        List<Integer> choices = random.ints(LENGTH).boxed().toList();
        Optional<Difference> found = walker.walk(choices, subject);
        if (found.isPresent()) {
          return found.map(d -> walker.minimise(d, subject));
        }
      }
    }
    return Optional.empty();
  }

  @Test
  void replay_nothingBroken_conforms() {
    BrokenCache same = BrokenCache.of("PageCache.java", "fr.get(n);", "fr.get(n);");
    assertThat(byReplay(tiny, same)).isEmpty();
    assertThat(byReplay(oneFile, same)).isEmpty();
    assertThat(byWalks(same)).isEmpty();
  }
}
