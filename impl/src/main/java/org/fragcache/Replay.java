package org.fragcache;

import java.util.ArrayList;
import java.util.List;
import org.fragcache.Metadata.SharedExtent;

/**
 * A {@link Delta} is applied to the {@link Metadata} that it is of: by a commit, and again at open.
 * Takes time in proportion to the runs that change. Tells which store blocks have a name no longer,
 * and which have one now.
 *
 * <p>In this order: what maps had before goes; new extents come, for they may have the numbers of
 * extents that went; what maps have now comes; then blocks of extents go that nothing refers to. So
 * a block stays that one map lets go and another comes to share.
 */
final class Replay {
  final List<BlockRun> dropped = new ArrayList<>();

  /** Of these some may be among the dropped: they only changed owners. */
  final List<BlockRun> named = new ArrayList<>();

  private final Metadata metadata;
  private final List<Range> unreferenced = new ArrayList<>();

  /** Offsets from..end-1 of an extent. */
  private record Range(int id, SharedExtent extent, int from, int end) {}

  private Replay(Metadata metadata) {
    this.metadata = metadata;
  }

  /**
   * Changes the metadata.
   *
   * @throws IllegalStateException if the delta is not of these metadata, which are of no use then
   */
  static Replay of(Delta delta, Metadata metadata) {
    Replay replay = new Replay(metadata);
    delta.removed.forEach(replay::remove);
    delta.files.forEach(replay::unmap);
    delta.extents.forEach(replay::add);
    delta.files.forEach(replay::map);
    replay.unreferenced.forEach(replay::trim);
    delta.extents.forEach(replay::settle);
    return replay;
  }

  private void remove(String name) {
    unmap(file(name), 0, Integer.MAX_VALUE);
    metadata.files.remove(name);
  }

  private void unmap(Delta.FileChange change) {
    if (!change.isNew()) {
      Metadata.File f = file(change.name());
      change.ranges().forEach(0, Integer.MAX_VALUE, (at, n, yes) -> unmap(f, at, n));
    }
  }

  private Metadata.File file(String name) {
    Metadata.File f = metadata.files.get(name);
    if (f == null) {
      throw new IllegalStateException("file " + name + ": changed, expected one that was there");
    }
    return f;
  }

  private void unmap(Metadata.File f, int b, int n) {
    f.map.forEach(
        b,
        n,
        (at, len, s) -> {
          if (s instanceof Blocks.Own own) {
            dropped.add(new BlockRun(own.block(at), len));
          } else {
            Stored.Shared shared = (Stored.Shared) s;
            release(shared.extent(), shared.offset(at), len);
          }
        });
    f.map.remove(b, n);
  }

  private SharedExtent extent(int e) {
    SharedExtent x = metadata.extents.get(e);
    if (x == null) {
      throw new IllegalStateException("extent " + e + ": mapped, expected one that is there");
    }
    return x;
  }

  private void release(int e, int o, int n) {
    SharedExtent x = extent(e);
    int end = o + n;
    for (int i = o; i < end; ) {
      RunMap.Run<Long> run = x.refs.find(i);
      if (run == null) {
        throw new IllegalStateException(
            "extent " + e + " offset " + i + ": put with refs=0, expected >= 1");
      }
      int to = Math.min(run.end(), end);
      if (run.value() > 1) {
        x.refs.put(i, to - i, run.value() - 1);
      } else {
        x.refs.remove(i, to - i);
        unreferenced.add(new Range(e, x, i, to));
      }
      i = to;
    }
  }

  private void add(Delta.NewExtent made) {
    SharedExtent old = metadata.extents.get(made.id());
    if (old != null) {
      if (!old.refs.isEmpty()) {
        throw new IllegalStateException(
            "extent " + made.id() + ": made anew with references, expected none");
      }
      trim(new Range(made.id(), old, 0, old.length));
    }
    metadata.extents.put(
        made.id(), new SharedExtent(made.length(), made.blocks().copy(), new RunMap<>()));
  }

  private void map(Delta.FileChange change) {
    Metadata.File f;
    if (change.isNew()) {
      f = new Metadata.File(change.size(), new RunMap<>());
      if (metadata.files.put(change.name(), f) != null) {
        throw new IllegalStateException("file " + change.name() + ": made, expected none");
      }
    } else {
      f = file(change.name());
      f.size = change.size();
    }
    change
        .runs()
        .forEach(
            0,
            Integer.MAX_VALUE,
            (at, n, s) -> {
              f.map.put(at, n, s);
              if (s instanceof Blocks.Own own) {
                named.add(new BlockRun(own.block(at), n));
              } else {
                Stored.Shared shared = (Stored.Shared) s;
                retain(shared.extent(), shared.offset(at), n);
              }
            });
  }

  private void retain(int e, int o, int n) {
    SharedExtent x = extent(e);
    int end = o + n;
    for (int i = o; i < end; ) {
      RunMap.Run<Blocks.Own> run = x.blocks.find(i);
      if (run == null) {
        throw new IllegalStateException(
            "extent " + e + " offset " + i + ": mapped, expected a block there");
      }
      i = run.end();
    }
    for (int i = o; i < end; ) {
      RunMap.Run<Long> run = x.refs.next(i);
      boolean none = run == null || run.at() > i;
      int to = run == null ? end : Math.min(none ? run.at() : run.end(), end);
      x.refs.put(i, to - i, none || run == null ? 1 : Math.incrementExact(run.value()));
      i = to;
    }
  }

  /** Blocks of a range that nothing refers to go, and with the last reference the extent. */
  private void trim(Range range) {
    SharedExtent x = range.extent;
    for (int i = range.from; i < range.end; ) {
      RunMap.Run<Long> run = x.refs.next(i);
      int to = run == null ? range.end : Math.min(run.at(), range.end);
      if (to > i) {
        x.blocks.forEach(i, to - i, (o, n, own) -> dropped.add(new BlockRun(own.block(o), n)));
        x.blocks.remove(i, to - i);
      }
      i = run == null ? range.end : Math.max(to, run.end());
    }
    if (x.refs.isEmpty() && metadata.extents.get(range.id) == x) {
      metadata.extents.remove(range.id);
    }
  }

  /** Blocks of a new extent have a name if a file that lasts refers to them. */
  private void settle(Delta.NewExtent made) {
    SharedExtent x = extent(made.id());
    int before = dropped.size();
    trim(new Range(made.id(), x, 0, x.length));
    dropped.subList(before, dropped.size()).clear(); // they never had one
    x.blocks.forEach(0, x.length, (o, n, own) -> named.add(new BlockRun(own.block(o), n)));
  }
}
