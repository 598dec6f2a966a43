package org.fragcache.conformance.dir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The block device below a mounted directory, and what has been read from it. */
final class Device {
  private static final int SECTOR = 512; // of /sys/block/NAME/stat, whatever the device's is
  private static final int SECTORS_READ = 2;
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;

  private final Optional<Path> statistics;
  private final String name;

  /** Looks for the device that the file system of a directory is mounted from. */
  Device(Path directory) {
    Optional<Path> source = source(directory);
    this.name = source.map(Path::toString).orElse("none");
    this.statistics =
        source
            .map(s -> Path.of("/sys/class/block", s.getFileName().toString(), "stat"))
            .filter(Files::isReadable);
  }

  /**
   * The source of the mount whose point is the longest that leads to the directory. The device
   * number will not do: btrfs gives each subvolume one of its own.
   */
  private static Optional<Path> source(Path directory) {
    try {
      Path real = directory.toRealPath();
      String found = "";
      int longest = -1;
      for (String line : Files.readAllLines(MOUNTS)) {
        String[] fields = line.split(" ", -1);
        Path point = Path.of(unescaped(fields[MOUNT_POINT]));
        if (real.startsWith(point) && point.getNameCount() >= longest) {
          longest = point.getNameCount();
          // After optional fields and a hyphen: type, source.
          found = line.substring(line.indexOf(" - ") + 3).split(" ", -1)[1];
        }
      }
      return found.startsWith("/dev/")
          ? Optional.of(Path.of(unescaped(found)).toRealPath())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Blanks and the like are written in octal. */
  private static String unescaped(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  /** As in {@code /dev}, or none. */
  String name() {
    return name;
  }

  /** Bytes read since it is there; empty if nobody counts. */
  OptionalLong bytesRead() {
    if (statistics.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      String[] fields = Files.readString(statistics.get()).strip().split("\\s+", -1);
      return OptionalLong.of(Long.parseLong(fields[SECTORS_READ]) * SECTOR);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
