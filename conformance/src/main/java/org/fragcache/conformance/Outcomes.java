package org.fragcache.conformance;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Outcomes as the specification writes them. */
public final class Outcomes {
  /** A step of the environment was taken. */
  public static final String DONE = "done";

  /** A step of the environment was not enabled; nothing was done. */
  public static final String NOT_ENABLED = "not enabled";

  private static final Map<String, String> BY_STATUS = new ConcurrentHashMap<>();

  private Outcomes() {}

  /** The outcome with this status and no data. */
  public static String of(String status) {
    return BY_STATUS.computeIfAbsent(status, s -> "[data|-><<>>,status|->\"" + s + "\"]");
  }

  /** The outcome of a read that found a block. */
  public static String ofRead(int data) {
    return "[data|-><<" + data + ">>,status|->\"OK\"]";
  }

  /** The outcome of a step of the environment. */
  public static String ofStep(boolean taken) {
    return taken ? DONE : NOT_ENABLED;
  }
}
