package org.fragcache.spec.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class TlaValueProperties {

  @Property(tries = 500)
  void parse_canonical_roundTrips(@ForAll("values") TlaValue value) {
    TlaValue read = TlaValue.parse(value.canonical());

    assertThat(read).isEqualTo(value);
    assertThat(read.getClass()).isEqualTo(value.getClass());
  }

  @Property(tries = 500)
  void diff_changes_emptyExactlyIfEqual(
      @ForAll("values") TlaValue left, @ForAll("values") TlaValue right) {
    TlaState a = TlaState.of(Map.of("v", left));
    TlaState b = TlaState.of(Map.of("v", right));

    assertThat(a.diff(b).isEmpty()).isEqualTo(left.equals(right));
    assertThat(a.diff(b)).hasSameSizeAs(b.diff(a));
  }

  @Provide
  Arbitrary<TlaValue> values() {
    Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'd').ofMinLength(1);
    Arbitrary<TlaValue> leaves =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.longs().map(TlaValue::of),
                Arbitraries.integers().between(-3, 3).map(i -> TlaValue.of(i.longValue())),
                Arbitraries.of(true, false).map(TlaValue::of),
                Arbitraries.strings().ascii().map(TlaValue::string),
                names.map(TlaValue::model)));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                List.of(
                    inner.list().ofMaxSize(3).map(TlaValue::set),
                    inner.list().ofMaxSize(3).map(TlaValue::sequence),
                    Arbitraries.maps(names, inner).ofMaxSize(3).map(TlaValue::record),
                    Arbitraries.maps(inner, inner).ofMaxSize(3).map(TlaValue::function))),
        0,
        3);
  }
}
