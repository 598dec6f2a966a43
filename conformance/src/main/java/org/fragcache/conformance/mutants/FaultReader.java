package org.fragcache.conformance.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fragcache.conformance.impl.Stress;
import org.fragcache.conformance.json.Json;
import org.fragcache.conformance.json.JsonFile;
import org.fragcache.conformance.schedule.Schedules;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.Models;

/** Reads a catalogue of faults. */
public final class FaultReader {
  private final Models models;

  private FaultReader(Models models) {
    this.models = models;
  }

  /**
   * The faults of a file.
   *
   * @throws UsageException if something in it is not as conformance/README.md says
   */
  public static List<Fault> read(Path file, Path specDirectory) {
    FaultReader reader = new FaultReader(Models.read(specDirectory));
    Json root = JsonFile.read(file).document();
    root.allow("faults");
    List<Fault> faults = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(Set.of(Fault.NONE));
    for (Json at : root.get("faults").list()) {
      Fault fault = reader.fault(at);
      if (!names.add(fault.name())) {
        throw at.get("name").wrong("a name that no other fault has");
      }
      faults.add(fault);
    }
    if (faults.isEmpty()) {
      throw root.get("faults").wrong("at least one fault");
    }
    return faults;
  }

  private Fault fault(Json at) {
    at.allow("name", "what", "kernel", "bug", "edits", "checks", "expected");
    Json name = at.get("name");
    if (!name.text().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw name.wrong("a name like missed-get");
    }
    Map<Check, String> checks = new EnumMap<>(Check.class);
    at.get("checks")
        .object()
        .forEach((label, with) -> checks.put(check(label, with), with(label, with)));
    Check expected = check(at.get("expected").text(), at.get("expected"));
    if (!checks.containsKey(expected)) {
      throw at.get("expected").wrong("one of its checks");
    }
    return new Fault(
        name.text(),
        at.get("what").text(),
        at.get("kernel").text(),
        at.find("bug").map(Json::text).orElse(""),
        edits(at.get("edits")),
        checks,
        expected);
  }

  private static List<Edit> edits(Json at) {
    List<Edit> edits = new ArrayList<>();
    for (Json edit : at.list()) {
      edit.allow("file", "lines", "become");
      Json lines = edit.get("lines");
      if (lines.list().isEmpty()) {
        throw lines.wrong("at least one line");
      }
      edits.add(
          new Edit(
              edit.get("file").text(),
              lines.list().stream().map(Json::text).toList(),
              edit.get("become").list().stream().map(Json::text).toList()));
    }
    if (edits.isEmpty()) {
      throw at.wrong("at least one edit");
    }
    return edits;
  }

  /** A check by its label. */
  private static Check check(String label, Json at) {
    if (!Check.labels().contains(label)) {
      throw at.complaint(
          "unknown check \"" + label + "\", expected one of " + String.join(", ", Check.labels()));
    }
    return Check.valueOf(label.toUpperCase(Locale.ROOT));
  }

  private String with(String label, Json at) {
    String with = at.text();
    List<String> known =
        switch (check(label, at)) {
          case EDGES -> models("MCFragmentCache");
          case SCHEDULES -> models(Schedules.MODULE);
          case WALKS -> List.of("walk-disk", "walk-memory");
          case THREADS -> List.of("log-files", "log-units", "log-views");
          case LINCHECK -> Probes.cases();
          case STRESS -> Stress.KINDS;
        };
    if (!known.contains(with)) {
      throw at.wrong("one of " + String.join(", ", known));
    }
    return with;
  }

  private List<String> models(String module) {
    return models.all().stream()
        .filter(m -> m.module().equals(module))
        .map(ModelRecord::name)
        .toList();
  }
}
