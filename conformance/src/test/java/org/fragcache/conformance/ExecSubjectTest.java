package org.fragcache.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import org.fragcache.conformance.exec.ExecSubject;
import org.fragcache.spec.UsageException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A child that does what the protocol does not foresee is told on one line, and killed. */
final class ExecSubjectTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String HELLO =
      "read l; echo '{\"id\":1,\"protocol\":1,\"name\":\"s\",\"observes\":[\"size\",\"content\"]}';"
          + " ";
  private static final String RESET = "read l; echo '{\"id\":2,\"ok\":true}'; ";
  private static final String CREATE = "read l; echo '{\"id\":3,\"status\":\"OK\"}'; ";
  private static final String STATE =
      "read l; echo"
          + " '{\"id\":4,\"state\":{\"size\":{\"a\":0,\"b\":0},\"content\":{\"a\":[0,0],\"b\":[0,0]}}}';"
          + " ";
  private static final String BYE = "read l; echo '{\"id\":5,\"ok\":true}'; ";

  private static ReplayModel model;

  @BeforeAll
  static void open() {
    model = Project.seen("calls");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static void talk(String script, Duration timeout) {
    try (ExecSubject subject = new ExecSubject(script, timeout, model)) {
      subject.reset();
      assertThat(subject.bind(CallSequence.parse("Create(a)").get(0)).apply())
          .isEqualTo(Outcomes.of("OK"));
      assertThat(subject.isIn(model.oracle().initialStates().get(0).encoding())).isTrue();
    }
  }

  @Test
  void talk_asItMust_isNoFailure() {
    talk(HELLO + RESET + CREATE + STATE + BYE, Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          no-such-program             # (exit status 127); # not found
          exit 3                      # (exit status 3); expected {"protocol":1 # sent {"id":1,"do":"hello"
          HELLO read l; exit 4        # sent {"id":2,"do":"reset"}; came the end (exit status 4) # expected {"ok":true}
          HELLO read l; kill -9 $$    # (exit status 137) # reset
          HELLO RESET echo a >&2; echo b >&2; exit 5 # after 1 call: Create(a) # its standard error ends: a | b
          HELLO RESET sleep 300       # came nothing in 0.4 s; expected {"status":NAME} # Create
          HELLO RESET sleep 300 & sleep 300 # came nothing in 0.4 s # Create
          HELLO RESET read l; exec 1>&-; exec sleep 300 # came the end (and it still runs) # Create
          HELLO RESET read l; echo yes # came yes; expected an object in JSON # Create
          HELLO RESET read l; echo    # came an empty line; expected an object in JSON # Create
          HELLO RESET read l; echo '[3]' # came [3]; expected an object in JSON # Create
          HELLO RESET read l; echo '{"id":3,"status":"OK"} x' # expected an object in JSON # Create
          HELLO RESET read l; printf '{"id":3' # came a line without its end, {"id":3 # Create
          HELLO RESET read l; yes | tr -d '\\n' # came a line of more than 1048576 bytes # Create
          HELLO RESET read l; echo '{"id":2,"status":"OK"}' # expected "id":3 # Create
          HELLO RESET read l; echo '{"status":"OK"}' # expected "id":3 # Create
          HELLO RESET read l; echo '{"id":3,"state":"OK"}' # expected {"status":NAME} # Create
          HELLO RESET read l; echo '{"id":3,"status":"OK","note":1}' # expected {"status":NAME} # Create
          HELLO RESET read l; echo '{"id":3,"status":"OK","data":[1,2]}' # expected {"status":NAME} # Create
          HELLO RESET read l; echo '{"id":3,"status":"OK"}'; echo more; sleep 300 # unasked, more OR came more; expected an object in JSON, {"state":{...}} # observe
          HELLO RESET CREATE read l; echo '{"id":4,"state":{"size":{}}}' # expected {"state":{...}} with content, size # observe
          HELLO RESET CREATE read l; echo '{"id":4,"state":{"size":1.5,"content":1}}' # expected size: found 1.5 # observe
          HELLO RESET CREATE STATE read l; exit 0 # sent {"id":5,"do":"bye"} # expected {"ok":true}
          HELLO RESET CREATE STATE BYE exit 7 # came status 7; expected an end with status 0 # bye
          HELLO RESET CREATE STATE BYE sleep 300 # came no end in 0.4 s; expected an end with status 0 # bye
          HELLO RESET CREATE STATE BYE echo more # came more; expected no more output # bye
          read l; echo '{"id":1,"protocol":2,"name":"s","observes":["size","content"]}' # expected {"protocol":1 # hello
          read l; echo '{"id":1,"protocol":1,"name":"s","observes":["size"]}' # expected observes: at least content, size # hello
          read l; echo '{"id":1,"protocol":1,"name":"s","observes":["size","content","x"]}' # expected observes: some of content # hello
          """)
  void talk_otherwise_oneLineThatSaysWhat(String script, String what, String also)
      throws InterruptedException {
    String whole =
        script
            .replace("HELLO", HELLO)
            .replace("RESET", RESET)
            .replace("CREATE", CREATE)
            .replace("STATE", STATE)
            .replace("BYE", BYE);
    List<ProcessHandle> before = ProcessHandle.current().descendants().toList();
    // Slow machines start a shell late; only those that wait in vain need to be quick.
    Throwable failure =
        catchThrowable(
            () -> talk(whole, script.contains("sleep 300") ? SHORT : Duration.ofSeconds(10)));
    assertThat(failure)
        .isInstanceOf(SubjectFailedException.class)
        .hasMessageStartingWith("exec:")
        .hasMessageContaining(also);
    // A line that comes before the next request, or after it.
    assertThat(failure.getMessage()).containsAnyOf(what.split(" OR ", -1));
    assertThat(String.valueOf(failure.getMessage()).lines()).hasSize(1);
    assertThat(left(before)).as("processes left behind").isEmpty();
  }

  /** Those that are there now and were not before; a killed one takes a moment to go. */
  private static List<ProcessHandle> left(List<ProcessHandle> before) throws InterruptedException {
    List<ProcessHandle> left = List.of();
    for (int i = 0; i < 50; i++) {
      left = ProcessHandle.current().descendants().filter(p -> !before.contains(p)).toList();
      if (left.isEmpty()) {
        break;
      }
      Thread.sleep(20);
    }
    return left;
  }

  @Test
  void talk_declined_isSaid() {
    assertThatThrownBy(
            () ->
                talk("read l; echo '{\"id\":1,\"decline\":\"no clones\"}'", Duration.ofSeconds(10)))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("declines calls: no clones");
  }
}
