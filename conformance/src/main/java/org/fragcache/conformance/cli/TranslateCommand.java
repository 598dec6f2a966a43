package org.fragcache.conformance.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.AtomicFile;
import org.fragcache.spec.model.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code translate}: brings the translations of PlusCal algorithms up to date. */
@Command(
    name = "translate",
    description = "Translate the PlusCal algorithms of the specification anew, in place.",
    mixinStandardHelpOptions = true)
final class TranslateCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Override
  public Integer call() {
    PrintStream out = Main.out();
    Path spec = main.common().specDirectory();
    List<Path> modules = Translator.modules(spec);
    if (modules.isEmpty()) {
      throw new UsageException(spec + ": no module has an '--algorithm'; expected one");
    }
    for (Path module : modules) {
      try (AtomicFile file = new AtomicFile(module)) {
        String text = Translator.translated(module);
        int line = Translator.firstDifference(Translator.text(module), text);
        if (line > 0) {
          file.commit(text);
        }
        out.println(module + (line > 0 ? ": translated, new from line " + line : ": up to date"));
      }
    }
    return 0;
  }
}
