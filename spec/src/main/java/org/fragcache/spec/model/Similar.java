package org.fragcache.spec.model;

import java.util.List;
import java.util.Locale;

/** Finds the names that somebody who mistyped one may have meant. */
final class Similar {

  private Similar() {}

  static String to(String wanted, List<String> names) {
    String key = wanted.toLowerCase(Locale.ROOT);
    List<String> close =
        names.stream()
            .filter(
                name -> {
                  String candidate = name.toLowerCase(Locale.ROOT);
                  return (key.length() > 2 && candidate.contains(key))
                      || distance(key, candidate) <= 1 + key.length() / 6;
                })
            .toList();
    return close.isEmpty()
        ? "expected one of " + String.join(", ", names)
        : "did you mean " + String.join(", ", close) + "?";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
