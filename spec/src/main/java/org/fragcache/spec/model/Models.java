package org.fragcache.spec.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fragcache.spec.UsageException;

/**
 * The models of a specification's directory, as {@code models.json} lists them.
 *
 * @param directory the specification's directory
 * @param all every model, in the order of the file
 */
public record Models(Path directory, List<ModelRecord> all) {

  private static final String FILE = "models.json";

  /** Copies the list. */
  public Models {
    all = List.copyOf(all);
  }

  /** The file that lists them. */
  public Path file() {
    return directory.resolve(FILE);
  }

  /**
   * Reads {@code models.json} and checks it against the configurations and modules beside it.
   *
   * @throws UsageException if it is malformed, has an unknown key, lists a file that is not there
   *     or omits one that is, or disagrees with line 1 of a configuration
   */
  public static Models read(Path directory) {
    Path file = directory.resolve(FILE);
    JsonNode root = parse(file);
    Fields top = new Fields(file + ": top level", root);
    JsonNode list = top.array("models");
    top.end();
    if (list.isEmpty()) {
      throw new UsageException(file + ": no models; expected at least one");
    }
    List<ModelRecord> models = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : list) {
      ModelRecord model = model(file + ": model " + (models.size() + 1), file, node);
      if (!names.add(model.name())) {
        throw new UsageException(
            file + ": model " + model.name() + ": listed twice; expected each name once");
      }
      checkFiles(directory, file, model);
      models.add(model);
    }
    checkComplete(directory, file, models);
    return new Models(directory, models);
  }

  static JsonNode parse(Path file) {
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      return mapper.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
      throw new UsageException(
          file + where + ": " + TlcResult.oneLine(e.getOriginalMessage()) + "; expected JSON", e);
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read (" + e + "); expected the models", e);
    }
  }

  private static ModelRecord model(String where, Path file, JsonNode node) {
    String name = new Fields(where, node).text("name");
    Fields fields = new Fields(file + ": model " + name, node);
    fields.name("name");
    String module = fields.name("module");
    String dir = fields.optionalDirectory("dir");
    String tier = fields.text("tier");
    if (!Stream.of(Tier.values()).map(Tier::label).toList().contains(tier)) {
      throw fields.wrong("tier", "'" + tier + "'", "tiny, small or full");
    }
    String shows = fields.text("shows");
    boolean replay = fields.flag("replay");
    boolean coverage = fields.flag("coverage");
    String result = fields.text("result");
    boolean violated = result.equals("violated");
    if (!violated && !result.equals("holds")) {
      throw fields.wrong("result", "'" + result + "'", "holds or violated");
    }
    ModelRecord model =
        violated
            ? new ModelRecord(
                fields.name("name"),
                dir,
                module,
                Tier.of(tier),
                shows,
                replay,
                coverage,
                true,
                fields.name("property"),
                null,
                null,
                null,
                fields.count("trace"))
            : new ModelRecord(
                fields.name("name"),
                dir,
                module,
                Tier.of(tier),
                shows,
                replay,
                coverage,
                false,
                null,
                fields.count("generated"),
                fields.count("distinct"),
                fields.count("depth"),
                null);
    fields.end();
    return model;
  }

  private static void checkFiles(Path directory, Path file, ModelRecord model) {
    String where = file + ": model " + model.name() + ": ";
    for (Path needed : List.of(model.cfg(directory), model.tla(directory))) {
      if (!Files.isRegularFile(needed)) {
        throw new UsageException(where + "no file " + needed + "; expected one");
      }
    }
    Optional<String> expected = TlcConfig.read(model.cfg(directory)).expected();
    if (!expected.equals(Optional.ofNullable(model.property()))) {
      throw new UsageException(
          where
              + "must "
              + (model.property() == null ? "hold" : "violate " + model.property())
              + ", but line 1 of "
              + model.cfg(directory)
              + " says "
              + expected.map(p -> "that " + p + " is violated").orElse("nothing of a violation")
              + "; expected the same in both");
    }
  }

  private static void checkComplete(Path directory, Path file, List<ModelRecord> models) {
    Set<Path> listed = new HashSet<>();
    Set<Path> directories = new TreeSet<>(Set.of(directory.normalize()));
    directories.addAll(subdirectories(directory));
    for (ModelRecord model : models) {
      listed.add(model.cfg(directory).normalize());
      directories.add(directory.resolve(model.dir()).normalize());
    }
    for (Path searched : directories) {
      for (Path path : list(searched)) {
        if (path.toString().endsWith(".cfg") && !listed.contains(path)) {
          throw new UsageException(
              file + ": does not list " + path + "; expected every configuration");
        }
      }
    }
  }

  /** Where models may be: not in what belongs to the build, nor among scenarios. */
  private static List<Path> subdirectories(Path directory) {
    return list(directory.normalize()).stream()
        .filter(Files::isDirectory)
        .filter(path -> !path.getFileName().toString().matches("src|target|scenarios|\\..*"))
        .toList();
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::normalize).sorted().toList();
    } catch (IOException e) {
      throw new UsageException(directory + ": cannot be listed (" + e + ")", e);
    }
  }

  /**
   * The models of a tier and of those below it.
   *
   * @throws UsageException if there are none
   */
  public List<ModelRecord> ofTier(Tier tier) {
    List<ModelRecord> chosen = all.stream().filter(m -> tier.includes(m.tier())).toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          file() + ": no model in tier " + tier.label() + " or below; expected at least one");
    }
    return chosen;
  }

  /**
   * The model with this name.
   *
   * @throws UsageException if there is none; the message lists names like it, or all
   */
  public ModelRecord named(String name) {
    return all.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown model '"
                        + name
                        + "'; "
                        + Similar.to(name, all.stream().map(ModelRecord::name).toList())));
  }
}
