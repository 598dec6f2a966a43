package org.fragcache.conformance.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fragcache.conformance.Outcomes;
import org.fragcache.conformance.Project;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.oracle.Call;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small logs, written as {@code 0+Create(a) 0-OK}: a thread starts a call, and ends it. */
final class ValidatorTest {
  private static final Pattern EVENT = Pattern.compile("(\\d)([+-])(\\w+)(?:\\(([^)]*)\\))?");

  private static LogModel files;
  private static LogModel views;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    files = LogModel.open(Project.spec(), "log-files");
    views = LogModel.open(Project.spec(), "log-views");
  }

  @AfterAll
  static void close() {
    files.close();
    views.close();
  }

  private static CallLog log(LogModel model, String text) {
    List<Event> events = new ArrayList<>();
    Call[] open = new Call[4];
    for (String word : text.split(" ", -1)) {
      Matcher m = EVENT.matcher(word);
      assertThat(m.matches()).as(word).isTrue();
      int thread = Integer.parseInt(m.group(1));
      long seq = events.size() + 1L;
      if (m.group(2).equals("+")) {
        open[thread] = new Call(m.group(3), List.of(m.group(4).split(",")));
        events.add(Event.start(seq, thread, open[thread]));
      } else {
        String data = m.group(4);
        String outcome =
            data == null ? Outcomes.of(m.group(3)) : Outcomes.ofRead(Integer.parseInt(data));
        events.add(Event.end(seq, thread, open[thread], outcome));
      }
    }
    return new CallLog(new CallLog.Header(model.name(), model.constants(), 4, 7, false), events);
  }

  private static Validator.Verdict judge(LogModel model, String text) {
    return Validator.validate(model, log(model, text), (a, b, c, d) -> {});
  }

  private static final String WRITTEN = "0+Create(a) 0-OK 0+Write(a,0,1) 0-OK ";

  @Test
  void read_besideAWrite_oldOrNew() {
    for (int value = 1; value <= 2; value++) {
      assertThat(
              judge(files, WRITTEN + "0+Write(a,0,2) 1+Read(a,0) 1-OK(%d) 0-OK".formatted(value))
                  .accepted())
          .isTrue();
    }
    assertThat(judge(files, WRITTEN + "0+Write(a,0,2) 1+Read(a,0) 1-OK(3) 0-OK").accepted())
        .isFalse();
  }

  @Test
  void read_newThenOld_isRejected() {
    String reads = WRITTEN + "0+Write(a,0,2) 1+Read(a,0) 1-OK(2) 2+Read(a,0) 2-OK(%d) 0-OK";
    assertThat(judge(files, reads.formatted(2)).accepted()).isTrue();
    assertThat(judge(files, reads.formatted(1)).accepted()).isFalse();
  }

  /** A call that never returned may have had its effect, or not. */
  @Test
  void write_withoutEnd_mayHaveTakenEffect() {
    String unfinished = WRITTEN + "0+Write(a,0,2) 1+Read(a,0) 1-OK(%d)";
    assertThat(judge(files, unfinished.formatted(1)).accepted()).isTrue();
    assertThat(judge(files, unfinished.formatted(2)).accepted()).isTrue();
    assertThat(judge(files, unfinished.formatted(3)).accepted()).isFalse();
  }

  /** Bytes past EOF that a store left may go at any time, but not come back. */
  @Test
  void load_pastEof_whatWasStoredOrZero() {
    String stored = WRITTEN + "0+Map(p,a,\"shared\") 0-OK 0+Store(p,1,2) 0-OK 0+Load(p,1) ";
    assertThat(judge(views, stored + "0-OK(2)").accepted()).isTrue();
    assertThat(judge(views, stored + "0-OK(0)").accepted()).isTrue();
    assertThat(judge(views, stored + "0-OK(1)").accepted()).isFalse();
    assertThat(judge(views, stored + "0-OK(0) 0+Load(p,1) 0-OK(2)").accepted()).isFalse();
  }

  @Test
  void rejection_saysWhereFromWhatAndWhy() {
    Rejection rejection =
        judge(files, WRITTEN + "1+Unlink(a) 2+Write(b,0,1) 1-OK 0+Read(a,0) 0-OK(1) 2-ENOENT")
            .rejection()
            .orElseThrow();
    assertThat(rejection)
        .hasToString(
            """
            REJECTED at line 10: thread 0: Read(a,0), started in line 9, ends in [data|-><<1>>,status|->"OK"]
              no order of the calls up to here explains it; before it could be the case:
                1  the initial state
                   next Read(a,0) (thread 0, line 9)
                     log   [data|-><<1>>,status|->"OK"]
                     spec  [data|-><<>>,status|->"ENOENT"]
                     does not hold: FileView.tla:%d: ReadStatus(f, u) = "OK" is FALSE: ReadStatus(f, u) = "ENOENT" (in Read)
                   next Read(a,0) (thread 0, line 9), after Write(b,0,1) (thread 2, line 7)
                     log   [data|-><<1>>,status|->"OK"]
                     spec  [data|-><<>>,status|->"ENOENT"]
                     does not hold: FileView.tla:%<d: ReadStatus(f, u) = "OK" is FALSE: ReadStatus(f, u) = "ENOENT" (in Read)
                2  the initial state
                   in effect: Write(b,0,1) (thread 2, line 7)
                   next Read(a,0) (thread 0, line 9)
                     log   [data|-><<1>>,status|->"OK"]
                     spec  [data|-><<>>,status|->"ENOENT"]
                     does not hold: FileView.tla:%<d: ReadStatus(f, u) = "OK" is FALSE: ReadStatus(f, u) = "ENOENT" (in Read)
              recorded by: ./fragcache record --model log-files --threads 4 --events 10 --seed 7 --to LOG (the schedule is another at each run)
            """
                .formatted(lineOf("Read(f, u) == ReadStatus")));
  }

  private static int lineOf(String text) {
    try {
      List<String> lines = Files.readAllLines(Project.spec().resolve("FileView.tla"));
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith(text)) {
          return i + 1;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new AssertionError(text);
  }

  @Test
  void text_readAndWritten_isTheSame() throws IOException {
    CallLog log =
        log(
            views,
            WRITTEN + "0+Map(p,a,\"private\") 1+Load(p,0) 1-OK(1) 0-OK 2+Pin(h,a,0,\"read\")");
    String text = LogText.of(log);
    Path file = Files.writeString(dir.resolve("log"), text);
    CallLog read = new LogReader(JsonFile.read(file)).read(views);
    assertThat(read).isEqualTo(log);
    assertThat(LogText.of(read)).isEqualTo(text);
  }
}
