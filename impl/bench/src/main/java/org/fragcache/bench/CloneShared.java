package org.fragcache.bench;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.FileCache;

/** Clone of a file that is shared already, by the number of its cached folios. */
final class CloneShared implements Measurement {
  static final int BLOCK = 64; // so that 2^20 fit
  private static final double PAGES = 1.5;
  private static final double NANOS = 2000;
  private static final double CHEAPER = 1000;

  @Override
  public String name() {
    return "clone-shared";
  }

  @Override
  public Report run(Context context) {
    int log = context.scale.sharedLog;
    List<Series> series = new ArrayList<>();
    Series fragments = curve(context, Design.FRAGMENTS);
    series.add(fragments);
    Sample most = last(fragments);
    Sample one = fragments.points().get(0).y();
    List<Requirement> rows = new ArrayList<>();
    String all = "create + clone of a shared file with 2^" + log + " cached folios";
    rows.add(
        Requirement.ratioAtMost(
            name() + "/pages", all + ", against one folio", "ns", most, one, PAGES));
    rows.add(Requirement.atMost(name() + "/time", all, "ns", most, NANOS));
    rows.add(cheaper(context, all, most, series));
    series.add(curve(context, Design.NO_SHARING));
    series.add(curve(context, Design.MAPPING_REDIRECT));
    return Report.of(
        name(),
        rows,
        List.of(),
        List.of(
            new Plot(
                "clone-shared",
                "Clone of a file that is shared already",
                "cached folios of the file",
                "create + clone",
                true,
                series)));
  }

  private Requirement cheaper(Context context, String all, Sample ours, List<Series> series) {
    String name = name() + "/per-page-count";
    String what = "the design with a count per page, against " + all;
    Series theirs = curve(context, Design.PER_PAGE_COUNT);
    series.add(theirs);
    return Requirement.ratioAtLeast(name, what, "ns", last(theirs), ours, CHEAPER);
  }

  private static Sample last(Series series) {
    return series.points().get(series.points().size() - 1).y();
  }

  private static Series curve(Context context, Design design) {
    int[] sizes = Scale.powersOfFour(context.scale.sharedLog);
    List<Batch> batches = new ArrayList<>();
    try (FileCache cache = open(design, context.scale.sharedLog)) {
      for (int size : sizes) {
        context.at(design.label() + ": file of " + size + " folios");
        batches.add(shared(cache, size));
      }
      context.at(design.label() + ": clone");
      List<Sample> samples = Stopwatch.time(context, batches);
      List<Series.Point> points = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        points.add(new Series.Point(sizes[i], samples.get(i)));
      }
      return Series.fitted(design.label(), points, "");
    }
  }

  /** A cache with room for files of all sizes up to 2^log, cached twice. */
  static FileCache open(Design design, int log) {
    return design.open(BLOCK, (4L << log) * BLOCK + (1 << 20));
  }

  /** Clones of a new file of so many cached folios, which is shared already. */
  static CloneBatch shared(FileCache cache, int folios) {
    String base = "base " + folios;
    Files.make(cache, base, folios);
    Files.clone(cache, base, "first " + folios);
    Files.read(cache, base, folios);
    return new CloneBatch(cache, base);
  }
}
