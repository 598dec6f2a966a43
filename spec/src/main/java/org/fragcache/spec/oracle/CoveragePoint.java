package org.fragcache.spec.oracle;

/**
 * Something that evaluation can show of a place in the specification: that a conjunct held, that it
 * alone did not, that a branch was taken, that an effect changed something.
 *
 * @param module the module's name
 * @param operator the operator of that module in whose definition it is
 * @param place line and column, {@code 12:5}
 * @param text the formula there
 * @param aspect what is to be seen
 */
public record CoveragePoint(
    String module, String operator, String place, String text, Aspect aspect) {

  /** What is to be seen of a formula. */
  public enum Aspect {
    /** It held. */
    TRUE("true"),
    /** It did not hold. */
    FALSE("false"),
    /** A conjunct did not hold, and all others of the conjunction did. */
    ALONE_FALSE("alone false"),
    /** A disjunct held, and no other of the disjunction. */
    ALONE_TRUE("alone true"),
    /** An arm of a CASE was taken. */
    TAKEN("taken"),
    /** What it assigns is not what was there. */
    CHANGES("changes");

    private final String text;

    Aspect(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The formula on one line. */
  public String line() {
    return text.replaceAll("\\s+", " ");
  }

  /** The same in every load of the same modules, and apart from all others. */
  public String key() {
    return module + ":" + place + " " + aspect + ": " + text;
  }

  @Override
  public String toString() {
    return module + ".tla:" + place + " (" + operator + ") " + aspect + ": " + line();
  }
}
