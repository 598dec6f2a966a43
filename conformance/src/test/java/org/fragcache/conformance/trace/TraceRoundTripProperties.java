package org.fragcache.conformance.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.spec.value.TlaValue;

/** What is written and read again is the same, value for value and byte for byte. */
final class TraceRoundTripProperties {
  private static final Set<String> NAMES = Set.of("a", "b", "ab", "p_1");

  private static Trace trace(List<TlaValue> values) {
    ObjectNode meta = TraceText.JSON.objectNode();
    meta.put("text", "\u00e9\ud800\n").put("decimal", new BigDecimal("1.50")).putNull("n");
    List<Trace.State> states =
        values.stream()
            .map(
                value -> {
                  Map<String, JsonNode> of = new LinkedHashMap<>();
                  of.put("c", ItfValues.of(TlaValue.of(true)));
                  of.put("v", ItfValues.of(value));
                  return new Trace.State(meta, of);
                })
            .toList();
    OptionalInt loop = values.size() > 1 ? OptionalInt.of(1) : OptionalInt.empty();
    return new Trace(meta, List.of("c"), List.of("v"), states, loop);
  }

  static Trace read(String text) {
    try {
      Path file = Files.createTempFile("trace", ".json");
      try {
        return TraceReader.read(JsonFile.read(Files.writeString(file, text))).trace();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 300)
  void write_read_givesTheSameValues(@ForAll("values") TlaValue value) {
    String text = TraceText.of(trace(List.of(value)), TraceFormat.ITF);
    JsonNode read = read(text).states().get(0).value("v");

    assertThat(ItfValues.tla(read, NAMES)).isEqualTo(value);
  }

  @Property(tries = 300)
  void write_readWrite_givesTheSameBytesInBothForms(@ForAll("traces") List<TlaValue> values) {
    String itf = TraceText.of(trace(values), TraceFormat.ITF);
    Trace read = read(itf);
    String ndjson = TraceText.of(read, TraceFormat.NDJSON);

    assertThat(TraceText.of(read, TraceFormat.ITF)).isEqualTo(itf);
    assertThat(TraceText.of(read(ndjson), TraceFormat.NDJSON)).isEqualTo(ndjson);
    assertThat(TraceText.of(read(ndjson), TraceFormat.ITF)).isEqualTo(itf);
    assertThat(itf).matches("\\p{ASCII}*");
  }

  @Provide
  Arbitrary<List<TlaValue>> traces() {
    return values().list().ofMinSize(1).ofMaxSize(4);
  }

  /** No string reads like a model value: a model has none that does. */
  @Provide
  Arbitrary<TlaValue> values() {
    Arbitrary<String> strings =
        Arbitraries.strings().filter(s -> !NAMES.contains(s) && !s.contains("_OF_"));
    Arbitrary<String> fields = Arbitraries.strings().withChars("ab#_\"\u00e9").ofMinLength(1);
    Arbitrary<TlaValue> leaves =
        Arbitraries.oneOf(
            List.of(
                Arbitraries.longs().map(TlaValue::of),
                Arbitraries.of((1L << 53) - 1, 1L << 53, -(1L << 53) + 1, -(1L << 53))
                    .map(TlaValue::of),
                Arbitraries.of(true, false).map(TlaValue::of),
                strings.map(TlaValue::string),
                Arbitraries.of(NAMES).map(TlaValue::model)));
    return Arbitraries.recursive(
        () -> leaves,
        inner ->
            Arbitraries.oneOf(
                List.of(
                    inner.list().ofMaxSize(3).map(TlaValue::set),
                    inner.list().ofMaxSize(3).map(TlaValue::sequence),
                    Arbitraries.maps(fields.filter(f -> !NAMES.contains(f)), inner)
                        .ofMaxSize(3)
                        .map(TlaValue::record),
                    Arbitraries.maps(inner, inner).ofMaxSize(3).map(TlaValue::function))),
        0,
        3);
  }
}
