package org.fragcache.conformance.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fragcache.conformance.Ticker;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.Cleanup;

/**
 * Faults against checks, and the cache without a fault against every check in every way in which
 * one is done: there nothing may be seen.
 */
public final class Matrix {
  private final List<Fault> faults;
  private final Set<Check> checks;
  private final Path spec;
  private final long seed;
  private final Ticker ticker;
  private final Map<String, Path> classes = new TreeMap<>(); // of each fault
  private final Map<String, Map<Check, Cell>> cells = new TreeMap<>();
  private final Map<Check, List<Cell>> control = new EnumMap<>(Check.class);
  private int all;
  private int done;

  /** Cells of a check that is done in one way: a process does them one after the other. */
  private record Part(Check check, String with, boolean control, List<Fault> faults) {
    int size() {
      return faults.size() + (control ? 1 : 0);
    }
  }

  private Matrix(List<Fault> faults, Set<Check> checks, Path spec, long seed, Ticker ticker) {
    this.faults = faults;
    this.checks = checks;
    this.spec = spec;
    this.seed = seed;
    this.ticker = ticker;
  }

  /**
   * Plants each fault and does each check.
   *
   * @param home the project's directory
   * @param processes how many at a time
   * @throws UsageException if a fault cannot be planted; then nothing has been run
   */
  public static MatrixReport run(
      List<Fault> faults,
      Set<Check> checks,
      Path home,
      Path spec,
      int processes,
      long seed,
      Ticker ticker) {
    long began = System.nanoTime();
    Matrix matrix = new Matrix(faults, checks, spec, seed, ticker);
    Path directory = Cleanup.temporaryDirectory();
    try {
      matrix.plant(home, directory);
      matrix.runParts(processes);
    } finally {
      Cleanup.delete(directory);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return new MatrixReport(faults, checks, matrix.control, matrix.cells, seed, seconds);
  }

  private void plant(Path home, Path directory) {
    for (Fault fault : faults) {
      Path to = directory.resolve(fault.name());
      try {
        BrokenCache.of(home, fault.edits()).writeTo(to);
      } catch (UsageException e) {
        throw new UsageException("fault " + fault.name() + ": " + e.getMessage(), e);
      }
      classes.put(fault.name(), to);
      cells.put(fault.name(), new EnumMap<>(Check.class));
      ticker.tick("faults", "planted", classes.size(), faults.size());
    }
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Check check : checks) {
      Map<String, List<Fault>> byWay = new TreeMap<>();
      for (Fault fault : faults) {
        String with = fault.checks().get(check);
        if (with != null) {
          byWay.computeIfAbsent(with, w -> new ArrayList<>()).add(fault);
        }
      }
      byWay.forEach((with, of) -> addParts(check, with, of, parts));
    }
    parts.sort(Comparator.comparing(Part::check));
    return parts;
  }

  private static void addParts(Check check, String with, List<Fault> of, List<Part> parts) {
    if (check == Check.LINCHECK) { // the changed classes are in the class path: a process for each
      parts.add(new Part(check, with, true, List.of()));
      of.forEach(fault -> parts.add(new Part(check, with, false, List.of(fault))));
      return;
    }
    for (int from = 0; from < of.size(); from += check.together) {
      int to = check.together < of.size() - from ? from + check.together : of.size();
      parts.add(new Part(check, with, from == 0, List.copyOf(of.subList(from, to))));
      if (to == of.size()) {
        return;
      }
    }
  }

  private void runParts(int processes) {
    List<Part> parts = parts();
    all = parts.stream().mapToInt(Part::size).sum();
    ExecutorService pool = Executors.newFixedThreadPool(processes);
    try {
      List<Future<?>> running = new ArrayList<>();
      parts.forEach(part -> running.add(pool.submit(() -> run(part))));
      for (Future<?> part : running) {
        part.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a part of the matrix: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } finally {
      pool.shutdownNow();
    }
  }

  private void run(Part part) {
    List<String> names = new ArrayList<>();
    if (part.control()) {
      names.add(Fault.NONE);
    }
    part.faults().forEach(fault -> names.add(fault.name()));
    WorkerProcess worker = null;
    try {
      for (String name : names) {
        Path changed = classes.get(name);
        String where = changed == null ? "" : changed.toString();
        boolean ahead = part.check() == Check.LINCHECK;
        if (worker == null || !worker.isUsable()) {
          if (worker != null) {
            worker.close();
          }
          worker = new WorkerProcess(part.check(), part.with(), spec, seed, ahead ? where : "");
        }
        add(part.check(), name, worker.look(ahead ? "" : where));
      }
    } finally {
      if (worker != null) {
        worker.close();
      }
    }
  }

  private synchronized void add(Check check, String name, Cell cell) {
    if (name.equals(Fault.NONE)) {
      control.computeIfAbsent(check, c -> new ArrayList<>()).add(cell);
    } else {
      cells.computeIfAbsent(name, n -> new EnumMap<>(Check.class)).put(check, cell);
    }
    done++;
    ticker.tick("mutants", "cells, last " + name + " by " + check.label(), done, all);
  }
}
