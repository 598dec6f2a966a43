package org.fragcache.conformance.schedule;

import java.util.List;
import org.fragcache.conformance.Outcomes;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.Call;
import org.fragcache.spec.value.TlaValue;

/** Operations of FragmentSteps' programs as calls of FragmentCache, and results back. */
public final class StepsCalls {
  private StepsCalls() {}

  /** The call that an operation is; files are mapped by processes of their names. */
  public static Call call(TlaValue op) {
    String f = op.field("file").asString();
    String b = op.field("block").canonical();
    String g = op.field("to").asString();
    String d = op.field("toBlock").canonical();
    String x = op.field("data").canonical();
    String name = op.field("call").asString();
    return switch (name) {
      case "read" -> Call.of("Read", f, b);
      case "write" -> Call.of("Write", f, b, x);
      case "load" -> Call.of("Load", f, b);
      case "store" -> Call.of("Store", f, b, x);
      case "truncate" -> Call.of("Truncate", f, x);
      case "punch" -> Call.of("Punch", f, b, "1");
      case "clone" -> Call.of("Clone", f, b, "1", g, d);
      case "dedupe" -> Call.of("Dedupe", f, b, "1", g, d);
      case "writeback" -> Call.of("Writeback", f, b);
      default ->
          throw new UsageException(
              "operation "
                  + name
                  + " is not scheduled; expected read, write, load, store, truncate, punch, clone,"
                  + " dedupe or writeback");
    };
  }

  /** What FragmentSteps calls the outcome of such a call. */
  public static String result(TlaValue op, String outcome) {
    if (outcome.equals(Outcomes.DONE)) {
      return TlaValue.sequence(List.of(TlaValue.string("OK"))).canonical();
    }
    TlaValue ended = TlaValue.parse(outcome);
    String status = ended.field("status").asString();
    List<TlaValue> data = ended.field("data").elements();
    String call = op.field("call").asString();
    TlaValue result =
        !data.isEmpty()
            ? TlaValue.sequence(List.of(TlaValue.string("data"), data.get(0)))
            : TlaValue.sequence(
                List.of(
                    TlaValue.string(call.equals("read") && status.equals("OK") ? "EOF" : status)));
    return result.canonical();
  }
}
