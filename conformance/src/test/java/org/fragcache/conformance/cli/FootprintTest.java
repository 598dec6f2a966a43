package org.fragcache.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.fragcache.conformance.dir.Footprint;
import org.fragcache.conformance.impl.CacheFootprint;
import org.junit.jupiter.api.Test;

/** What the Java cache caches of clones, and the JSON. The kernel's side needs a kernel. */
final class FootprintTest {
  @Test
  void cache_ofClones_cachesAndReadsTheBaseOnce() {
    List<CacheFootprint.Count> counts = CacheFootprint.of(4096, 16, List.of(1, 5));
    assertThat(counts)
        .containsExactly(
            new CacheFootprint.Count(1, 16 * 4096, 16 * 4096),
            new CacheFootprint.Count(5, 16 * 4096, 16 * 4096));
  }

  @Test
  void json_hasTheKeysThatTheReadmeDescribes() throws IOException {
    FootprintCommand.Result result =
        new FootprintCommand.Result(
            "/d",
            "none",
            4096,
            8192,
            List.of(new Footprint.Count(1, 16384, OptionalLong.of(16384))),
            List.of(new Footprint.Count(1, 8192, OptionalLong.empty())),
            List.of(new CacheFootprint.Count(1, 8192, 8192)),
            List.of(new Footprint.Latency("a run", 8192, 1, List.of(1L, 2L, 3L))));
    JsonNode json = new ObjectMapper().readTree(FootprintJson.text(result));
    assertThat(JsonKeys.of(json))
        .isEqualTo(JsonKeys.described("`footprint --json F`", "`fsx --json F`"));
    assertThat(json.at("/counts/0/clones/read").asLong()).isEqualTo(16384);
    assertThat(json.at("/counts/0/links/read").isNull()).isTrue();
    assertThat(json.at("/latencies/0/nanos/2").asLong()).isEqualTo(3);
  }
}
