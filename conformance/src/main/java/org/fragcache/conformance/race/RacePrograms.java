package org.fragcache.conformance.race;

import java.util.List;
import java.util.stream.Collectors;
import org.fragcache.conformance.race.RaceProgram.Role;
import org.fragcache.spec.UsageException;

/**
 * The programs: of the tests of xfstests in which clones and dedupes race with other calls, those
 * that FileView can judge. The tests write bytes that are the same all the while, or look at them
 * when all is over; here each write has another value, and each read is judged.
 *
 * <p>A clone is of one block, as reads and writes are: a read of several is a sequence of reads,
 * and so may see a part of a clone (which is counted, see {@code dir.Races}). But for b081, where
 * the file is cloned whole.
 *
 * <p>A unit that is stored while another thread looks may be seen half; FileView has no such value.
 * One thread stores to a file, so that what is half is between two values, and seen half for as
 * long as the store lasts, in the file or in its clone.
 */
public final class RacePrograms {
  /** The configuration that judges them, of {@code spec/scenarios}. */
  public static final String MODEL = "log-programs";

  private static final String ONE = "Create(a) Write(a,0,1) Write(a,1,1) ";
  private static final String TWO = ONE + "Create(b) Write(b,0,2) Write(b,1,2) ";
  private static final String THREE = TWO + "Create(c) Clone(a,0,0,c,0)";
  private static final String REPLACE =
      "Clone(a,1,1,c,1) Clone(a,0,1,c,0) Clone(b,1,1,c,1) Clone(b,0,1,c,0)";
  private static final String TO_B = "Clone(a,1,1,b,1) Clone(a,0,1,b,0)";
  private static final String WRITE_A = "Write(a,1,2) Write(a,0,2) Write(a,1,3) Write(a,0,3)";
  private static final String WRITE_B = "Write(b,0,3) Write(b,1,3) Write(b,0,2) Write(b,1,2)";
  private static final String READ_A_B = "Read(b,1) Read(b,0) Read(a,1) Read(a,0)";
  private static final String READ_C = "Read(c,0) Read(c,1)";
  private static final String DEDUPE = "Dedupe(a,0,1,b,0) Dedupe(a,1,1,b,1) Dedupe(a,0,2,b,0)";

  private static final List<RaceProgram> ALL =
      List.of(
          RaceProgram.of(
              "g161",
              "unlink of a clone's twin; CoW",
              "Create(b) Write(b,0,1) Write(b,1,2)",
              Role.of("Create(a) Clone(b,0,0,a,0) Read(a,0) Read(a,1) Unlink(a)"),
              Role.of("Write(b,0,3) Write(b,1,3) Read(b,1) Write(b,0,1) Write(b,1,2) Read(b,0)")),
          RaceProgram.of(
              "g162",
              "dedupe; write to its target",
              TWO,
              Role.of(DEDUPE),
              Role.of("Write(b,0,1) Write(b,1,1) Write(b,0,3) Write(b,1,2)"),
              Role.of(READ_A_B)),
          RaceProgram.of(
              "g163",
              "dedupe; write to its source",
              TWO,
              Role.of(DEDUPE),
              Role.of("Write(a,0,2) Write(a,1,2) Write(a,0,3) Write(a,1,1)"),
              Role.of(READ_A_B)),
          RaceProgram.of(
              "g164", "clone; read of its target", THREE, Role.of(REPLACE), Role.of(READ_C)),
          RaceProgram.of(
              "g165",
              "clone; direct read of its target",
              THREE,
              Role.of(REPLACE),
              Role.direct(READ_C)),
          RaceProgram.of(
              "g166",
              "clone; direct write to its source",
              TWO,
              Role.of(TO_B),
              Role.direct(WRITE_A),
              Role.direct(READ_A_B)),
          RaceProgram.of(
              "g167",
              "clone; write to its source",
              TWO,
              Role.of(TO_B),
              Role.of(WRITE_A),
              Role.of(READ_A_B)),
          RaceProgram.of(
              "g168",
              "clone; write to its target",
              TWO,
              Role.of(TO_B),
              Role.of(WRITE_B),
              Role.of(READ_A_B)),
          RaceProgram.of(
              "g170",
              "clone; direct write to its target",
              TWO,
              Role.of(TO_B),
              Role.direct(WRITE_B),
              Role.direct(READ_A_B)),
          RaceProgram.of(
              "g415",
              "write and punch of clones; read of the other",
              TWO + "Create(c) Clone(a,0,0,b,0) Clone(a,0,0,c,0)",
              Role.of("Write(b,0,2) Punch(b,1,1) Clone(a,0,1,b,0) Clone(a,1,1,b,1)"),
              Role.of("Punch(c,0,1) Write(c,1,3) Clone(a,1,1,c,1) Clone(a,0,1,c,0)"),
              Role.of("Read(a,0) Read(b,0) Read(c,0) Read(a,1) Read(b,1) Read(c,1)")),
          RaceProgram.of(
              "g578",
              "stores to views of two files; clones of both",
              THREE,
              Role.mapped(
                  "Map(p,a,\"shared\")", "Store(p,0,2) Store(p,1,3) Load(p,0) Store(p,0,1)"),
              Role.mapped(
                  "Map(q,b,\"shared\")", "Store(q,1,2) Store(q,0,3) Load(q,1) Store(q,1,1)"),
              Role.of("Clone(a,0,1,c,0) Clone(b,1,1,c,1) Read(c,0) Read(c,1) Read(c,0)")),
          RaceProgram.of(
              "g630",
              "dedupe; store to its source",
              ONE + "Create(b) Clone(a,0,0,b,0)",
              Role.of("Dedupe(a,0,1,b,0)"),
              Role.mapped("Map(p,a,\"shared\")", "Store(p,0,2) Store(p,0,1)"),
              Role.mapped("Map(q,b,\"shared\")", "Load(q,0) Read(b,0)")),
          RaceProgram.of(
              "g630-pwrite",
              "dedupe; write to its source",
              ONE + "Create(b) Clone(a,0,0,b,0)",
              Role.of("Dedupe(a,0,1,b,0)"),
              Role.of("Write(a,0,2) Write(a,0,1)"),
              Role.mapped("Map(q,b,\"shared\")", "Load(q,0) Read(b,0)")),
          RaceProgram.of(
              "g670",
              "clone; load of its target",
              THREE,
              Role.of(REPLACE),
              Role.mapped("Map(p,c,\"shared\")", "Load(p,0) Load(p,1) Read(c,0)")),
          RaceProgram.of(
              "g671",
              "clone; store to its source",
              TWO,
              Role.of(TO_B),
              Role.mapped(
                  "Map(p,a,\"shared\")", "Store(p,1,2) Store(p,0,2) Store(p,1,3) Store(p,0,3)"),
              Role.of(READ_A_B)),
          RaceProgram.of(
              "g672",
              "clone; store to its target",
              TWO,
              Role.of(TO_B),
              Role.mapped(
                  "Map(p,b,\"shared\")", "Store(p,0,3) Store(p,1,3) Store(p,0,2) Store(p,1,2)"),
              Role.of(READ_A_B)),
          RaceProgram.of(
              "b081",
              "clone of a whole file; read of its target",
              THREE,
              Role.of("Clone(a,0,0,c,0) Read(c,1) Read(c,0) Clone(b,0,0,c,0) Read(c,0) Read(c,1)"),
              Role.of(READ_C)));

  private RacePrograms() {}

  /** All of them. */
  public static List<RaceProgram> all() {
    return ALL;
  }

  /**
   * Some of them.
   *
   * @throws UsageException if there is none of a name; the message says which there are
   */
  public static List<RaceProgram> of(List<String> names) {
    return names.stream().map(RacePrograms::named).toList();
  }

  private static RaceProgram named(String name) {
    return ALL.stream()
        .filter(program -> program.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no program '"
                        + name
                        + "'; expected one of "
                        + ALL.stream().map(RaceProgram::name).collect(Collectors.joining(", "))));
  }
}
