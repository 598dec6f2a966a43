package org.fragcache.conformance.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fragcache.conformance.log.Event.Kind;
import org.fragcache.spec.value.TlaValue;

/** What may go wrong with a log. */
final class Corruptions {
  /** A kind of corruption, and whether it may leave something that is no log. */
  enum Corruption {
    /** A result has another value, or another status. */
    VALUE(false),
    /** Two results are exchanged. */
    RESULTS(false),
    /**
     * No call overlaps another: each ends right after it starts, or starts right before it ends.
     */
    ORDER(false),
    /** A call is somewhere else, with nothing between its start and its end. */
    CALL_MOVED(true),
    /** An event is somewhere else: an end before its start, it may be. */
    EVENT_MOVED(true),
    /** A call with its start and its end is missing. */
    CALL_MISSING(false),
    /** An event is missing. */
    EVENT_MISSING(true),
    /** A call is there twice, one after the other. */
    CALL_DUPLICATED(false),
    /** An event is there twice. */
    EVENT_DUPLICATED(true),
    /** Two threads have exchanged what they are doing, from a point on. */
    THREADS_SWAPPED(true),
    /** An event is another thread's. */
    THREAD(true);

    final boolean structural;

    Corruption(boolean structural) {
      this.structural = structural;
    }
  }

  private final LogModel model;
  private final Random random;

  Corruptions(LogModel model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  /** The log with something wrong in it; it may happen to be a behaviour all the same. */
  List<Event> corrupt(Corruption how, List<Event> log, int threads) {
    List<Event> out = new ArrayList<>(log);
    int at = random.nextInt(out.size());
    switch (how) {
      case VALUE -> {
        int end = anEnd(out);
        out.set(end, with(out.get(end), otherResult(out.get(end).result())));
      }
      case RESULTS -> {
        int one = anEnd(out);
        int two = anEnd(out);
        String result = out.get(one).result();
        out.set(one, with(out.get(one), out.get(two).result()));
        out.set(two, with(out.get(two), result));
      }
      case ORDER -> {
        Kind where = random.nextBoolean() ? Kind.START : Kind.END;
        out.clear();
        for (int i = 0; i < log.size(); i++) {
          Event end = log.get(where == Kind.END ? i : endOf(log, i));
          if (log.get(i).kind() == where) {
            out.add(Event.start(0, end.thread(), end.call()));
            out.add(end);
          }
        }
      }
      case CALL_MOVED -> {
        int end = anEnd(out);
        int start = startOf(out, end);
        Event ended = out.remove(end);
        Event started = out.remove(start);
        out.addAll(random.nextInt(out.size()), List.of(started, ended));
      }
      case EVENT_MOVED -> out.add(random.nextInt(out.size()), out.remove(at));
      case CALL_MISSING -> {
        int end = anEnd(out);
        int start = startOf(out, end);
        out.remove(end);
        out.remove(start);
      }
      case EVENT_MISSING -> out.remove(at);
      case CALL_DUPLICATED -> {
        int end = anEnd(out);
        out.add(end + 1, out.get(startOf(out, end)));
        out.add(end + 2, out.get(end));
      }
      case EVENT_DUPLICATED -> out.add(at + random.nextInt(2), out.get(at));
      case THREADS_SWAPPED -> {
        int one = random.nextInt(threads);
        int two = (one + 1) % threads;
        for (int i = at; i < out.size(); i++) {
          int thread = out.get(i).thread();
          out.set(i, of(out.get(i), thread == one ? two : thread == two ? one : thread));
        }
      }
      case THREAD -> out.set(at, of(out.get(at), (out.get(at).thread() + 1) % threads));
    }
    return renumbered(out);
  }

  private int anEnd(List<Event> events) {
    int at = random.nextInt(events.size());
    while (events.get(at).kind() != Kind.END) {
      at = (at + 1) % events.size();
    }
    return at;
  }

  private static int endOf(List<Event> events, int start) {
    int at = start;
    while (events.get(at).thread() != events.get(start).thread()
        || events.get(at).kind() != Kind.END) {
      at++;
    }
    return at;
  }

  private static int startOf(List<Event> events, int end) {
    int at = end - 1;
    while (events.get(at).thread() != events.get(end).thread()
        || events.get(at).kind() != Kind.START) {
      at--;
    }
    return at;
  }

  /** Another value half of the time, if there is one; else any other end. */
  private String otherResult(String result) {
    String ok = "[data|-><<";
    List<String> all =
        TlaValue.parse(model.replay().oracle().eval("Outcomes", model.initial()))
            .elements()
            .stream()
            .map(TlaValue::canonical)
            .filter(o -> !o.equals(result))
            .toList();
    List<String> reads =
        all.stream().filter(o -> o.startsWith(ok) && o.endsWith("\"OK\"]")).toList();
    List<String> among = random.nextBoolean() ? all : reads;
    return among.get(random.nextInt(among.size()));
  }

  private static Event with(Event end, String result) {
    return Event.end(end.seq(), end.thread(), end.call(), result);
  }

  private static Event of(Event event, int thread) {
    return new Event(event.seq(), thread, event.kind(), event.call(), event.result());
  }

  private static List<Event> renumbered(List<Event> events) {
    List<Event> out = new ArrayList<>();
    for (Event e : events) {
      out.add(new Event(out.size() + 1L, e.thread(), e.kind(), e.call(), e.result()));
    }
    return out;
  }
}
