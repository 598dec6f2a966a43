package org.fragcache.spec.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.fragcache.spec.UsageException;

/**
 * The designs that are compared, and what they are held to, as {@code designs/designs.json} lists
 * them. What a cell of the comparison says is not there, but its reason if there is no model for
 * it.
 *
 * @param file that lists them
 * @param designs in the order of the columns
 * @param properties in the order of the rows
 * @param witnesses what a design can do at all, likewise
 * @param costs what is counted, likewise
 * @param notApplicable cells for which there is no model
 */
public record Designs(
    Path file,
    List<Design> designs,
    List<Row> properties,
    List<Row> witnesses,
    List<Cost> costs,
    List<NotApplicable> notApplicable) {

  /** The subdirectory of the specification's directory with the designs. */
  static final String DIRECTORY = "designs";

  /** Longest head of a column, so that the columns fit 80 characters. */
  static final int HEAD = 8;

  /**
   * A design.
   *
   * @param name its models are those whose names begin with {@code MC}, this and an underscore
   * @param head of its column, at most {@value #HEAD} characters
   * @param is one line
   */
  public record Design(String name, String head, String is) {
    /** Whether a model is this design's. */
    boolean has(ModelRecord model) {
      return model.dir().equals(DIRECTORY) && model.name().startsWith("MC" + name + "_");
    }

    /** The model that counts its cost. */
    String costModel() {
      return "MC" + name + "_Costs";
    }
  }

  /**
   * A property, or a witness: a state that a design reaches or does not.
   *
   * @param name in the modules
   * @param says one line
   */
  public record Row(String name, String says) {}

  /**
   * Something that is counted.
   *
   * @param says what, in at most 30 characters
   * @param step of the script, as {@code DesignScript.tla} names it
   * @param count a field of the model's variable {@code cost}
   */
  public record Cost(String says, String step, String count) {}

  /**
   * A cell without a model.
   *
   * @param design a design's name
   * @param row a property's or witness's name, or a step of the script
   * @param reason one line
   */
  public record NotApplicable(String design, String row, String reason) {}

  /** Copies the lists. */
  public Designs {
    designs = List.copyOf(designs);
    properties = List.copyOf(properties);
    witnesses = List.copyOf(witnesses);
    costs = List.copyOf(costs);
    notApplicable = List.copyOf(notApplicable);
  }

  /**
   * Reads the designs of a specification's directory.
   *
   * @throws UsageException if the file cannot be read or is malformed
   */
  public static Designs read(Path specDirectory) {
    Path file = specDirectory.resolve(DIRECTORY).resolve("designs.json");
    Fields top = new Fields(file + ": top level", Models.parse(file));
    Designs read =
        new Designs(
            file,
            list(file, top, "designs", f -> new Design(f.name("name"), head(f), f.text("is"))),
            list(file, top, "properties", f -> new Row(f.name("name"), f.text("says"))),
            list(file, top, "witnesses", f -> new Row(f.name("name"), f.text("says"))),
            list(
                file, top, "costs", f -> new Cost(f.text("says"), f.text("step"), f.name("count"))),
            list(
                file,
                top,
                "notApplicable",
                f -> new NotApplicable(f.name("design"), f.text("row"), f.text("reason"))));
    top.end();
    for (NotApplicable cell : read.notApplicable) {
      if (read.designs.stream().noneMatch(d -> d.name().equals(cell.design()))
          || (read.rows().noneMatch(row -> row.name().equals(cell.row()))
              && read.costs.stream().noneMatch(c -> c.step().equals(cell.row())))) {
        throw new UsageException(
            file
                + ": notApplicable: "
                + cell.design()
                + ", "
                + cell.row()
                + ": no such cell; expected a design and a row, or step, of this file");
      }
    }
    return read;
  }

  /** Properties, then witnesses. */
  java.util.stream.Stream<Row> rows() {
    return java.util.stream.Stream.concat(properties.stream(), witnesses.stream());
  }

  /** The reason why a cell has no model, or "". */
  String reason(Design design, String row) {
    return notApplicable.stream()
        .filter(cell -> cell.design().equals(design.name()) && cell.row().equals(row))
        .map(NotApplicable::reason)
        .findFirst()
        .orElse("");
  }

  private static String head(Fields fields) {
    String head = fields.text("head");
    if (head.length() > HEAD) {
      throw fields.wrong("head", "'" + head + "'", "at most " + HEAD + " characters");
    }
    return head;
  }

  private static <T> List<T> list(Path file, Fields top, String key, Function<Fields, T> element) {
    List<T> list = new ArrayList<>();
    for (JsonNode node : top.array(key)) {
      Fields fields = new Fields(file + ": " + key + " " + (list.size() + 1), node);
      list.add(element.apply(fields));
      fields.end();
    }
    if (list.isEmpty()) {
      throw new UsageException(file + ": " + key + ": nothing; expected at least one");
    }
    return list;
  }
}
