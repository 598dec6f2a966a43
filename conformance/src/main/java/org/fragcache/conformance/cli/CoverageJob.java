package org.fragcache.conformance.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.conformance.Coverage;
import org.fragcache.conformance.Unreachable;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.oracle.CoveragePoint;
import org.jspecify.annotations.Nullable;

/**
 * {@code conform --coverage}: every point of the specification is seen in the models that are
 * replayed, or declared unreachable. Of models that are named it only tells what they show.
 */
record CoverageJob(CommonOptions common, List<String> named, @Nullable Path json) {

  int run(PrintStream out) {
    Unreachable declared = Unreachable.read(common.specDirectory());
    List<ModelRecord> models =
        ConformCommand.choose(
            Models.read(common.specDirectory()), named.isEmpty() ? declared.models() : named);
    Coverage coverage = new Coverage();
    try (AtomicFile file = json == null ? null : new AtomicFile(json)) {
      try (ProgressLine progress = new ProgressLine(out, common.quiet())) {
        for (ModelRecord model : models) {
          coverage.add(common.specDirectory(), model, common.cores(), progress);
          progress.clear();
        }
      }
      List<CoveragePoint> missed =
          coverage.points().stream()
              .filter(p -> !coverage.isSeen(p) && declared.reason(p).isEmpty())
              .toList();
      List<String> stale = named.isEmpty() ? declared.stale(coverage) : List.of();
      print(coverage, declared, missed, stale, out);
      boolean counted = coverage.shares().stream().allMatch(s -> s.counts().isEmpty());
      boolean good = counted && stale.isEmpty() && missed.isEmpty() && !coverage.points().isEmpty();
      if (file != null) {
        file.commit(text(coverage, declared, missed, stale, good));
      }
      return good || (counted && !named.isEmpty()) ? 0 : 1;
    }
  }

  private static void print(
      Coverage coverage,
      Unreachable declared,
      List<CoveragePoint> missed,
      List<String> stale,
      PrintStream out) {
    out.printf(
        "%n%-34s %8s %7s %7s %7s %7s%n", "coverage", "states", "calls", "seen", "new", "sec");
    for (Coverage.Share s : coverage.shares()) {
      out.printf(
          "%-34s %8d %7d %7d %7d %7.1f%n",
          s.model(), s.states(), s.calls(), s.seen(), s.added(), s.seconds());
      if (!s.counts().isEmpty()) {
        out.println("DIFFERENCE: " + s.model() + ": " + s.counts());
      }
    }
    out.printf(
        "%n%-18s %-22s %7s %7s %12s%n", "module", "operator", "points", "seen", "unreachable");
    for (Map.Entry<String, List<CoveragePoint>> group : groups(coverage).entrySet()) {
      List<CoveragePoint> points = group.getValue();
      CoveragePoint first = points.get(0);
      out.printf(
          "%-18s %-22s %7d %7d %12d%n",
          first.module(),
          first.operator(),
          points.size(),
          points.stream().filter(coverage::isSeen).count(),
          points.stream().filter(p -> declared.reason(p).isPresent()).count());
    }
    out.println();
    missed.forEach(p -> out.println("NOT SEEN: " + p));
    stale.forEach(s -> out.println("STALE: " + s));
    int all = coverage.points().size();
    long seen = coverage.points().stream().filter(coverage::isSeen).count();
    out.printf(
        "%d points, %d seen, %d declared unreachable, %d neither; %d models%n",
        all, seen, all - seen - missed.size(), missed.size(), coverage.shares().size());
  }

  private static Map<String, List<CoveragePoint>> groups(Coverage coverage) {
    Map<String, List<CoveragePoint>> groups = new LinkedHashMap<>();
    for (CoveragePoint p : coverage.points()) {
      groups.computeIfAbsent(p.module() + "!" + p.operator(), k -> new ArrayList<>()).add(p);
    }
    return groups;
  }

  private static String text(
      Coverage coverage,
      Unreachable declared,
      List<CoveragePoint> missed,
      List<String> stale,
      boolean good) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("good", good);
    root.put("points", coverage.points().size());
    root.put("seen", coverage.points().stream().filter(coverage::isSeen).count());
    ArrayNode models = root.putArray("models");
    for (Coverage.Share s : coverage.shares()) {
      models
          .addObject()
          .put("model", s.model())
          .put("states", s.states())
          .put("calls", s.calls())
          .put("seen", s.seen())
          .put("new", s.added())
          .put("seconds", s.seconds())
          .put("counts", s.counts());
    }
    missed.forEach(p -> put(root.withArray("missed").addObject(), p));
    for (CoveragePoint p : coverage.points()) {
      declared
          .reason(p)
          .ifPresent(why -> put(root.withArray("unreachable").addObject(), p).put("reason", why));
    }
    stale.forEach(root.putArray("stale")::add);
    return JsonText.of(root);
  }

  private static ObjectNode put(ObjectNode node, CoveragePoint p) {
    return node.put("module", p.module())
        .put("operator", p.operator())
        .put("place", p.place())
        .put("formula", p.line())
        .put("aspect", p.aspect().toString());
  }
}
