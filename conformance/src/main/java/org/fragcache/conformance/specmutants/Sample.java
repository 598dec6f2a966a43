package org.fragcache.conformance.specmutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.oracle.SpecMutant;

/** A few of the recorded mutants, explored again in the models that the record names. */
public final class Sample {
  private Sample() {}

  /**
   * Explores some again. The list of mutants must be that of the specification as it is now.
   *
   * @param size how many
   * @param seed chooses which
   * @throws UsageException if a model is not as the record needs it
   */
  public static Verdicts run(Path specDirectory, int size, long seed, Ticker ticker) {
    long start = System.nanoTime();
    Recorded record = Recorded.read(specDirectory);
    Argued argued = Argued.read(specDirectory);
    Campaign campaign = new Campaign(specDirectory, ticker);
    List<SpecMutant> all = campaign.list(Campaign.model(specDirectory, record.models().get(0)));
    List<String> differences = new ArrayList<>(argued.stale(record.fates()));
    Map<String, Fate> present = new LinkedHashMap<>();
    for (SpecMutant m : all) {
      Fate fate = record.fates().get(m.key());
      if (fate == null) {
        differences.add("not recorded: " + m);
      } else {
        present.put(m.key(), fate);
      }
    }
    record.fates().keySet().stream()
        .filter(key -> !present.containsKey(key))
        .forEach(key -> differences.add("recorded, and no mutant of the specification: " + key));
    List<SpecMutant> chosen = new ArrayList<>(all);
    chosen.removeIf(m -> !present.containsKey(m.key()));
    Collections.shuffle(chosen, new Random(seed));
    chosen = chosen.subList(0, Math.min(size, chosen.size()));
    List<String> keys = chosen.stream().map(SpecMutant::key).toList();
    Map<String, Map<String, Fate>> byModel = new TreeMap<>();
    present.forEach(
        (key, fate) -> {
          if (keys.contains(key)) {
            String model = fate.model().isEmpty() ? record.models().get(0) : fate.model();
            byModel.computeIfAbsent(model, k -> new LinkedHashMap<>()).put(key, fate);
          }
        });
    Map<String, Fate> fates = new LinkedHashMap<>();
    byModel.forEach(
        (model, some) ->
            campaign
                .again(Campaign.model(specDirectory, model), some)
                .forEach(
                    again -> {
                      fates.put(again.mutant().key(), again.recorded());
                      if (!agrees(again)) {
                        differences.add(
                            again.mutant().key()
                                + ": recorded "
                                + again.recorded()
                                + ", found "
                                + again.found());
                      }
                    }));
    return new Verdicts(
        chosen, fates, argued, List.of(), differences, (System.nanoTime() - start) / 1e9);
  }

  /** One model may show less than all of them: of a mutant that is other, only what it has more. */
  private static boolean agrees(Campaign.Again again) {
    Fate recorded = again.recorded();
    Fate found = again.found();
    if (recorded.verdict() == Fate.Verdict.OTHER) {
      return found.verdict().needsReason() && found.verdict() != Fate.Verdict.NOT_REACHED;
    }
    return recorded.isAs(found);
  }
}
