package org.fragcache.conformance.hidden;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a class of the project, those of its superclasses first.
 *
 * @param name as a don't-care names it: without the package
 * @param isValue whether it is a record of numbers, so that nobody asks which of two equal ones it
 *     is
 */
record Shape(String name, List<Part> parts, boolean isValue) {
  /** What is not declared in it is the JDK's. */
  static final String PROJECT = "org.fragcache.";

  /** The walk knows what these hold, if anything. */
  private static final Set<Class<?>> ABOVE =
      Set.of(Object.class, Record.class, AbstractQueuedSynchronizer.class);

  /** By class; a class may be of any loader. */
  static final ClassValue<Shape> OF =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return of(type);
        }
      };

  /**
   * A field.
   *
   * @param part as a path has it
   * @param care which {@link DontCare} it is; -1: it must be the same each time
   */
  record Part(Field field, String part, Class<?> type, int care) {
    boolean isDontCare() {
      return care >= 0;
    }

    boolean isNumber() {
      return type.isPrimitive();
    }

    long number(Object of) throws IllegalAccessException {
      if (type == int.class) {
        return field.getInt(of);
      }
      if (type == long.class) {
        return field.getLong(of);
      }
      if (type == boolean.class) {
        return field.getBoolean(of) ? 1 : 0;
      }
      if (type == double.class || type == float.class) {
        return Double.doubleToLongBits(field.getDouble(of));
      }
      return type == char.class ? field.getChar(of) : field.getLong(of);
    }
  }

  /** What a field holds. */
  @Nullable Object value(Object of, String field) {
    try {
      return part(field).field().get(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field, e);
    }
  }

  /** The number that a field holds. */
  long number(Object of, String field) {
    try {
      return part(field).number(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field, e);
    }
  }

  private Part part(String field) {
    return parts.stream()
        .filter(p -> p.field().getName().equals(field))
        .findFirst()
        .orElseThrow(() -> new UnknownClassException(name + " without " + field));
  }

  static boolean isOfProject(Class<?> type) {
    return type.getName().startsWith(PROJECT);
  }

  private static Shape of(Class<?> type) {
    List<Part> parts = new ArrayList<>();
    Class<?> above = type.getSuperclass();
    if (above != null && isOfProject(above)) {
      parts.addAll(OF.get(above).parts());
    } else if (above != null && !ABOVE.contains(above)) {
      throw new UnknownClassException(type.getName() + " extends " + above.getName());
    }
    for (Field field : type.getDeclaredFields()) {
      boolean isStatic = Modifier.isStatic(field.getModifiers());
      if (isStatic && !Modifier.isFinal(field.getModifiers())) {
        throw new UnknownClassException(
            type.getName() + "." + field.getName() + " is static and not final");
      }
      if (!isStatic) {
        parts.add(part(type, field));
      }
    }
    boolean isValue = type.isRecord() && parts.stream().allMatch(Part::isNumber);
    return new Shape(name(type), List.copyOf(parts), isValue);
  }

  private static Part part(Class<?> type, Field field) {
    field.setAccessible(true);
    int care = DontCare.index(name(type) + "." + field.getName());
    return new Part(field, "." + field.getName(), field.getType(), care);
  }

  /** Lambdas are numbered as they are made. */
  private static String name(Class<?> type) {
    return type.getName()
        .substring(PROJECT.length())
        .replaceFirst("\\$\\$Lambda.*", "\\$\\$Lambda");
  }
}
