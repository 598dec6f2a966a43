package org.fragcache.spec.oracle;

/**
 * One small change of the specification, made at one place of its tree. The place is told by the
 * definition, the formula and how many like it stand before it there, so that it stays the same
 * when something else is edited.
 *
 * @param module the module's name
 * @param operator the definition in which it is
 * @param change what is done
 * @param formula what stands there, on one line
 * @param becomes what stands there instead, on one line
 * @param occurrence 1 for the first change of this kind, formula and result in the definition
 * @param place where the formula is now
 * @param edit how the module's text is changed for the same
 */
public record SpecMutant(
    String module,
    String operator,
    Change change,
    String formula,
    String becomes,
    int occurrence,
    Span place,
    Edit edit) {

  /** What is done to a place. */
  public enum Change {
    /** A conjunct becomes TRUE. */
    DROP_CONJUNCT("drop conjunct"),
    /** A disjunct becomes FALSE. */
    DROP_DISJUNCT("drop disjunct"),
    /** A guard, condition or truth value is negated. */
    NEGATE("negate"),
    /** A number is one more or less, a comparison takes its bound in or not, + is - or - is +. */
    OFF_BY_ONE("off by one"),
    /** A variable, or a part of a value, stays as it was; a part of a step is left out. */
    DROP_UPDATE("drop update"),
    /** A union or difference of sets without one of its operands. */
    DROP_OPERAND("drop operand"),
    /** An action is not part of the next-state relation. */
    DROP_ACTION("drop action");

    private final String label;

    Change(String label) {
      this.label = label;
    }

    /** As in tables and files. */
    public String label() {
      return label;
    }
  }

  /** Lines and columns from 1, both ends included. */
  public record Span(int line, int column, int endLine, int endColumn) {
    @Override
    public String toString() {
      return line + ":" + column;
    }
  }

  /**
   * A change of text in which everything outside it stays in its column, for columns decide what
   * belongs to a list of conjuncts.
   *
   * @param how what is done
   * @param at the text that is replaced
   * @param kept for {@link How#KEEP}: the part of it that stays
   * @param text for {@link How#REPLACE}: the new text
   */
  public record Edit(How how, Span at, Span kept, String text) {
    /** What is done to the text. */
    public enum How {
      /** Other text instead. */
      REPLACE,
      /** All but a part is blanked out. */
      KEEP,
      /** A negation around it. */
      NEGATE,
      /** There is no text for it. */
      NONE
    }
  }

  /** The same in every load of the modules, and apart from all others. */
  public String key() {
    return module
        + "!"
        + operator
        + " "
        + change.label()
        + ": "
        + formula
        + " -> "
        + becomes
        + (occurrence > 1 ? " #" + occurrence : "");
  }

  @Override
  public String toString() {
    return module
        + ".tla:"
        + place
        + " ("
        + operator
        + ") "
        + change.label()
        + ": "
        + formula
        + " -> "
        + becomes;
  }
}
