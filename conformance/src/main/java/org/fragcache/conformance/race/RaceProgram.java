package org.fragcache.conformance.race;

import java.util.List;
import java.util.stream.Collectors;
import org.fragcache.conformance.CallSequence;
import org.fragcache.spec.oracle.Call;

/**
 * A program of threads that race.
 *
 * @param name the test of xfstests that it is after: {@code g164} of generic/164
 * @param what what races
 * @param setup calls that are made first, one after the other
 * @param roles a thread each
 */
public record RaceProgram(String name, String what, List<Call> setup, List<Role> roles) {

  /**
   * What a thread does.
   *
   * @param first calls that it makes once
   * @param round calls that it makes again and again, in this order
   * @param direct whether it reads and writes past the cache (O_DIRECT), where there is a way
   */
  public record Role(List<Call> first, List<Call> round, boolean direct) {
    /** Copies the lists. */
    public Role {
      first = List.copyOf(first);
      round = List.copyOf(round);
    }

    /** One that makes these calls. */
    static Role of(String round) {
      return new Role(List.of(), CallSequence.parse(round), false);
    }

    /** One that reads and writes past the cache. */
    static Role direct(String round) {
      return new Role(List.of(), CallSequence.parse(round), true);
    }

    /** One of a process, that maps a file first. */
    static Role mapped(String first, String round) {
      return new Role(CallSequence.parse(first), CallSequence.parse(round), false);
    }
  }

  /** Copies the lists. */
  public RaceProgram {
    setup = List.copyOf(setup);
    roles = List.copyOf(roles);
  }

  static RaceProgram of(String name, String what, String setup, Role... roles) {
    return new RaceProgram(name, what, CallSequence.parse(setup), List.of(roles));
  }

  /** Whether a thread reads or writes past the cache. */
  public boolean direct() {
    return roles.stream().anyMatch(Role::direct);
  }

  @Override
  public String toString() {
    return roles.stream()
        .map(role -> role.round().stream().map(Call::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" || ", name + ": ", ""));
  }
}
