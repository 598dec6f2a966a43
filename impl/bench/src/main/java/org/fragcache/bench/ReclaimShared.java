package org.fragcache.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fragcache.FragmentCache;
import org.fragcache.MapKind;

/** Reclaim of a shared folio: by sharers that do not map it, and by sharers that do. */
final class ReclaimShared implements Measurement {
  private static final int BLOCK = 64;
  private static final int BLOCKS = 64;
  private static final int FRAGMENT = 1; // the first of a new cache
  private static final double FLAT = 2;

  @Override
  public String name() {
    return "reclaim";
  }

  @Override
  public Report run(Context context) {
    List<Series.Point> mapped = new ArrayList<>();
    String missingMapped = curve(context, context.scale.mapped, true, mapped);
    List<Series.Point> unmapped = new ArrayList<>();
    String missing = curve(context, context.scale.sharers, false, unmapped);
    String what =
        String.format(
            Locale.ROOT,
            "reclaim of a folio with %,d sharers, none mapped, against one",
            context.scale.sharers);
    Requirement row =
        missing.isEmpty()
            ? Requirement.ratioAtMost(
                name() + "/sharers",
                what,
                "ns",
                unmapped.get(unmapped.size() - 1).y(),
                unmapped.get(0).y(),
                FLAT)
            : Requirement.missed(name() + "/sharers", what, "ns", true, FLAT, missing);
    List<Figure> figures = new ArrayList<>();
    if (missingMapped.isEmpty()) {
      Series.Point last = mapped.get(mapped.size() - 1);
      figures.add(
          new Figure(
              name() + "/mapped",
              String.format(
                  Locale.ROOT, "reclaim of a folio that %,.0f sharers map, for each", last.x()),
              "ns",
              last.y().median() / last.x()));
    }
    return Report.of(
        name(),
        List.of(row),
        figures,
        List.of(
            new Plot(
                "reclaim",
                "Reclaim of a shared folio",
                "sharers",
                "reclaim of one folio",
                true,
                List.of(
                    Series.fitted("none maps it", unmapped, missing),
                    Series.fitted("all map it", mapped, missingMapped)))));
  }

  /** Measures as many points as there is time for; returns what is missing, or nothing. */
  private static String curve(Context context, int max, boolean mapped, List<Series.Point> points) {
    int[] sizes = Scale.powersOfTen(max);
    List<FragmentCache> caches = new ArrayList<>(); // one each: so the fragment is known
    List<Batch> batches = new ArrayList<>();
    String missing = "";
    try {
      for (int n : sizes) {
        String sharers = String.format(Locale.ROOT, "%,d sharers%s", n, mapped ? " that map" : "");
        context.at(sharers);
        FragmentCache cache = (FragmentCache) Design.FRAGMENTS.open(BLOCK, 1 << 20);
        caches.add(cache);
        Reclaims batch = new Reclaims(cache, n, mapped);
        if (!batch.build(context)) {
          missing = context.tooSlow(sharers);
          break;
        }
        batches.add(batch);
      }
      context.at("reclaim");
      List<Sample> samples = Stopwatch.time(context, batches);
      for (int i = 0; i < batches.size(); i++) {
        points.add(new Series.Point(sizes[i], samples.get(i)));
      }
    } finally {
      caches.forEach(FragmentCache::close);
    }
    return missing;
  }

  /** Each folio of a shared file is reclaimed; before, each is read, and where mapped, touched. */
  private static final class Reclaims extends Batch {
    private final FragmentCache cache;
    private final int sharers;
    private final boolean mapped;
    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);

    Reclaims(FragmentCache cache, int sharers, boolean mapped) {
      super(mapped ? 4 : BLOCKS);
      this.cache = cache;
      this.sharers = sharers;
      this.mapped = mapped;
    }

    boolean build(Context context) {
      Files.make(cache, "base", n());
      for (int i = 0; i < sharers; i++) {
        if ((i & 1023) == 0 && !context.hasTime()) {
          return false;
        }
        Files.clone(cache, "base", "sharer " + i);
        if (mapped) {
          Files.ok(process(i).map("sharer " + i, MapKind.SHARED), "map", "sharer " + i);
        }
      }
      return true;
    }

    private org.fragcache.AddressSpace process(int i) {
      return cache.process("process " + i);
    }

    @Override
    void before() {
      Files.read(cache, "base", n());
      for (int i = 0; mapped && i < sharers; i++) {
        for (int b = 0; b < n(); b++) {
          word.clear();
          Files.ok(process(i).load((long) b * BLOCK, word), "load", "sharer " + i);
        }
      }
    }

    @Override
    void run() {
      for (int b = 0; b < n(); b++) {
        if (!cache.environment().reclaimFragment(FRAGMENT, b)) {
          throw new IllegalStateException("reclaim of folio " + b + ": refused, expected done");
        }
      }
    }
  }
}
