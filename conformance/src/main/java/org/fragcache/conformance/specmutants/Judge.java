package org.fragcache.conformance.specmutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.oracle.SpecMutant;

/** Explores mutants in the models of the record, and holds what comes of them against it. */
public final class Judge {
  private final Path specDirectory;
  private final List<String> named;
  private final Consumer<List<SpecMutant>> check;
  private final Ticker ticker;

  /**
   * Nothing is read yet.
   *
   * @param named models to explore instead of those of the record; empty: those
   * @param check told the mutants that there are, before any is explored; may throw
   */
  public Judge(
      Path specDirectory, List<String> named, Consumer<List<SpecMutant>> check, Ticker ticker) {
    this.specDirectory = specDirectory;
    this.named = List.copyOf(named);
    this.check = check;
    this.ticker = ticker;
  }

  /**
   * Explores.
   *
   * @param update whether what is found becomes the record; with models that are named, the record
   *     goes on from where it is: mutants that it has as killed stay so
   */
  public Verdicts run(Predicate<SpecMutant> chosen, boolean update) {
    long start = System.nanoTime();
    Recorded record = Recorded.read(specDirectory);
    Argued argued = Argued.read(specDirectory);
    List<ModelRecord> models =
        (named.isEmpty() ? record.models() : named)
            .stream().map(name -> Campaign.model(specDirectory, name)).toList();
    Campaign campaign = new Campaign(specDirectory, ticker);
    List<SpecMutant> all = campaign.list(models.get(0));
    check.accept(all);
    if (update && !named.isEmpty()) {
      all.forEach(m -> campaign.know(m.key(), record.fates().get(m.key())));
    }
    List<SpecMutant> some = all.stream().filter(chosen).toList();
    if (some.isEmpty()) {
      throw new UsageException("no mutant is of all that was asked for; expected a wider choice");
    }
    models.forEach(model -> campaign.explore(model, chosen));
    Map<String, Fate> fates = campaign.fates();
    List<String> differences = new ArrayList<>();
    if (update) {
      try (AtomicFile file = new AtomicFile(specDirectory.resolve(Recorded.FILE))) {
        file.commit(new Recorded(record.models(), fates).text(all));
      }
    } else if (named.isEmpty()) {
      differences.addAll(record.differences(fates, some.size() == all.size()));
    }
    Map<String, Fate> known = new HashMap<>(record.fates());
    known.putAll(fates);
    known.keySet().retainAll(all.stream().map(SpecMutant::key).toList());
    if (named.isEmpty()) {
      differences.addAll(argued.stale(known));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Verdicts(some, fates, argued, campaign.shares(), differences, seconds);
  }
}
