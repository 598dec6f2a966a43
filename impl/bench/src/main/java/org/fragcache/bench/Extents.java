package org.fragcache.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.fragcache.FileCache;

/** Clone of a range that crosses many shared extents: of one block each, the worst case. */
final class Extents implements Measurement {
  private static final int BLOCK = 64;

  @Override
  public String name() {
    return "extents";
  }

  @Override
  public Report run(Context context) {
    int[] sizes = Scale.powersOfFour(context.scale.extentsLog);
    int most = sizes[sizes.length - 1];
    List<Batch> batches = new ArrayList<>();
    List<Series.Point> points = new ArrayList<>();
    String missing = "";
    try (FileCache cache = Design.FRAGMENTS.open(BLOCK, 2L * most * BLOCK + (1 << 20))) {
      for (int i = 0; i < most; i++) {
        Files.make(cache, "extent " + i, 1);
      }
      for (int n : sizes) {
        context.at(n + " extents");
        String file = "file " + n;
        if (!build(context, cache, file, n)) {
          missing = context.tooSlow(n + " extents");
          break;
        }
        batches.add(new CloneBatch(cache, file));
      }
      context.at("clone");
      List<Sample> samples = Stopwatch.time(context, batches);
      for (int i = 0; i < batches.size(); i++) {
        points.add(new Series.Point(sizes[i], samples.get(i)));
      }
    }
    List<Figure> figures = new ArrayList<>();
    Series.Point last = points.get(points.size() - 1);
    figures.add(
        new Figure(
            name() + "/each",
            String.format(Locale.ROOT, "clone across %,.0f extents, for each", last.x()),
            "ns",
            last.y().median() / last.x()));
    return Report.of(
        name(),
        List.of(),
        figures,
        List.of(
            new Plot(
                "extents",
                "Clone of a range of many extents",
                "extents of the range",
                "create + clone",
                true,
                List.of(Series.fitted(Design.FRAGMENTS.label(), points, missing)))));
  }

  /** Block i of the file is shared with file "extent i". */
  private static boolean build(Context context, FileCache cache, String file, int extents) {
    Files.ok(cache.create(file), "create", file);
    for (int i = 0; i < extents; i++) {
      if (!context.hasTime()) {
        return false;
      }
      Files.ok(cache.clone("extent " + i, 0, 0, file, (long) i * BLOCK), "clone", file);
    }
    return true;
  }
}
