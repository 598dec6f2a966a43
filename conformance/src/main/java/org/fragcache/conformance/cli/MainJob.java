package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.fragcache.conformance.Conformance;
import org.fragcache.conformance.schedule.ScheduleReport;
import org.fragcache.spec.model.CheckOptions;
import org.fragcache.spec.model.ModelRecord;
import org.fragcache.spec.model.ModelRunner;
import org.fragcache.spec.model.Models;
import org.fragcache.spec.model.Tier;

/** The main job: model-checks the tiny tier and replays all its edges on the Java cache. */
final class MainJob {
  private final CommonOptions common;

  MainJob(CommonOptions common) {
    this.common = common;
  }

  int run() {
    long began = System.nanoTime();
    PrintStream out = Main.out();
    CommandGate gate = new CommandGate("main job", common, true);
    Models models = Models.read(common.specDirectory());
    for (ModelRecord model : models.all()) {
      if (model.tier() == Tier.TINY) {
        gate.count("models checked: " + model.resultLabel(), 1);
      }
    }
    List<ModelRecord> replayed = ConformCommand.choose(models, List.of());
    out.println("1. Model checking: the tiny tier, by TLC, against spec/models.json");
    out.println();
    int check =
        ModelRunner.run(
            new CheckOptions(
                common.specDirectory(),
                Tier.TINY,
                List.of(),
                1,
                common.cores(),
                null,
                null,
                false,
                false,
                common.quiet(),
                CommonOptions.terminal(),
                CommonOptions.columns()),
            out);
    out.println();
    out.println("2. Conformance: every edge of the replay models, on the Java cache");
    List<Conformance.Report> reports =
        ConformCommand.replay(common, replayed, List.of(SubjectOption.IMPL), false, out);
    ConformTable.print(reports, out);
    for (Conformance.Report report : reports) {
      gate.count("models replayed", 1);
      gate.count("edges replayed", report.replayed());
      gate.count("calls probed", report.probes());
      report
          .crashes()
          .ifPresent(crash -> gate.count("crash states reproduced", crash.reproduced()));
      report.crashes().ifPresent(crash -> gate.count("images recovered from", crash.recoveries()));
    }
    out.println();
    out.println("3. Schedules: every step of small models of FragmentSteps, on real threads");
    List<ScheduleReport> schedules =
        SchedulesCommand.replay(common, SchedulesCommand.tiny(common), out);
    SchedulesCommand.print(schedules, out);
    SchedulesCommand.count(schedules, gate);
    out.println();
    out.println("4. Random walks beyond the bounds of the models");
    boolean walked = ExploreCommand.explore(common, ExploreCommand.STEPS, ExploreCommand.SEED, out);
    boolean good =
        gate.holds(out)
            && walked
            && check == 0
            && reports.stream().allMatch(Conformance.Report::conforms)
            && schedules.stream().allMatch(ScheduleReport::conforms);
    out.printf(
        Locale.ROOT,
        "%n%s in %.0f s%n",
        good ? "All as it must be," : "NOT as it must be,",
        (System.nanoTime() - began) / 1e9);
    return good ? 0 : 1;
  }
}
