package org.fragcache.bench;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.CacheStats;
import org.fragcache.FileCache;

/** A base and eight clones, all read: what is cached, and what the store had to read. Counted. */
final class Sharing implements Measurement {
  private static final int BLOCK = 4096;
  private static final int CLONES = 8;
  private static final double BYTES = 1.01;
  private static final double READS = 1;
  private static final double NO_SHARING = 8.9; // 9 times, less what reclaim may have taken

  /** Folios cached and blocks read. */
  private record Count(Sample folios, Sample reads) {}

  @Override
  public String name() {
    return "sharing";
  }

  @Override
  public Report run(Context context) {
    int mebibytes = context.scale.mebibytes;
    int blocks = (mebibytes << 20) / BLOCK;
    String of = "of a base and " + CLONES + " clones of " + mebibytes + " MiB, all read";
    Sample file = Sample.of(blocks);
    Count ours = count(context, Design.FRAGMENTS, blocks);
    List<Requirement> rows = new ArrayList<>();
    rows.add(
        Requirement.ratioAtMost(
            name() + "/bytes",
            "blocks cached " + of + ", against blocks of one file",
            "blocks",
            ours.folios,
            file,
            BYTES));
    rows.add(
        Requirement.ratioAtMost(
            name() + "/reads",
            "store reads " + of + ", against blocks of one file",
            "blocks",
            ours.reads,
            file,
            READS));
    String bytes = name() + "/no-sharing-bytes";
    String reads = name() + "/no-sharing-reads";
    String whatBytes = "blocks cached " + of + ", files sharing no folios, against ours";
    String whatReads = "store reads " + of + ", files sharing no folios, against ours";
    Count theirs = count(context, Design.NO_SHARING, blocks);
    rows.add(
        Requirement.ratioAtLeast(
            bytes, whatBytes, "blocks", theirs.folios, ours.folios, NO_SHARING));
    rows.add(
        Requirement.ratioAtLeast(reads, whatReads, "blocks", theirs.reads, ours.reads, NO_SHARING));
    List<Figure> figures = new ArrayList<>();
    for (Design design : List.of(Design.PER_PAGE_COUNT, Design.MAPPING_REDIRECT)) {
      Count other = count(context, design, blocks);
      String figure = name() + "/" + design.label().replace(' ', '-');
      String by = " " + of + ", " + design.label();
      figures.add(
          new Figure(figure + "-bytes", "blocks cached" + by, "blocks", other.folios.median()));
      figures.add(
          new Figure(figure + "-reads", "store reads" + by, "blocks", other.reads.median()));
    }
    return Report.of(name(), rows, figures, List.of());
  }

  private static Count count(Context context, Design design, int blocks) {
    context.at(design.label());
    long memory = (CLONES + 2L) * blocks * BLOCK;
    try (FileCache cache = design.open(BLOCK, memory)) {
      Files.make(cache, "base", blocks);
      design.forget(cache, "base", memory);
      for (int i = 0; i < CLONES; i++) {
        Files.clone(cache, "base", "clone " + i);
      }
      long before = cache.stats().storeReads();
      Files.read(cache, "base", blocks);
      for (int i = 0; i < CLONES; i++) {
        Files.read(cache, "clone " + i, blocks);
      }
      CacheStats after = cache.stats();
      return new Count(
          Sample.of(after.cachedFolios()), Sample.of((double) after.storeReads() - before));
    }
  }
}
