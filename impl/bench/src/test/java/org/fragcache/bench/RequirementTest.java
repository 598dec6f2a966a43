package org.fragcache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.fragcache.bench.Requirement.Verdict;
import org.junit.jupiter.api.Test;

final class RequirementTest {
  private static Requirement ratio(double measured, double baseline, double bound) {
    return Requirement.ratioAtMost(
        "a/b", "x", "ns", Sample.of(measured), Sample.of(baseline), bound);
  }

  @Test
  void verdict_isByTheBound() {
    assertThat(ratio(15, 10, 1.5).verdict()).isEqualTo(Verdict.MET);
    assertThat(ratio(16, 10, 1.5).verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(ratio(16, 10, 1.5).withBound(1.6).verdict()).isEqualTo(Verdict.MET);
    assertThat(ratio(0, 0, 1.5).verdict()).isEqualTo(Verdict.NOT_MET);
    assertThat(
            Requirement.ratioAtLeast("a/b", "x", "ns", Sample.of(8), Sample.of(10), 0.9).verdict())
        .isEqualTo(Verdict.NOT_MET);
    assertThat(Requirement.atMost("a/b", "x", "bytes", Sample.of(0), 0).verdict())
        .isEqualTo(Verdict.MET);
  }

  /** Too slow to measure is a failure. */
  @Test
  void verdict_withoutValue_tellsWhy() {
    assertThat(Requirement.missed("a/b", "x", "ns", true, 1, "slow").verdict())
        .isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void number_hasThreeDigits() {
    assertThat(Requirement.number(74313.2)).isEqualTo("74,313");
    assertThat(Requirement.number(12.34)).isEqualTo("12.3");
    assertThat(Requirement.number(1.234)).isEqualTo("1.23");
    assertThat(Requirement.number(2)).isEqualTo("2");
    assertThat(Units.text(2000, "ns")).isEqualTo("2 us");
  }

  @Test
  void sample_hasTheMedian() {
    assertThat(Sample.of(3, 1, 2)).isEqualTo(new Sample(2, 1, 3, 1, 3, 3));
    assertThat(Sample.of(4, 1, 2, 3).median()).isEqualTo(2.5);
    assertThat(Sample.of(1, 2, 3, 4, 5).under(60)).isEqualTo(new Sample(20, 15, 30, 12, 60, 5));
  }
}
