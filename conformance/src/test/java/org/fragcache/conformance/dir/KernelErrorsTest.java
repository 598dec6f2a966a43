package org.fragcache.conformance.dir;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The order in which the kernel looks at what the specification leaves out: descriptors, kinds of
 * files, file systems, flags. Each call breaks two rules whose errors differ; the error is that of
 * the rule that is looked at first. What is within the specification is in {@code CheckOrderTest}.
 */
final class KernelErrorsTest {
  private static final long FS_IOC_SETFLAGS = 0x40086602L;
  private static final long IMMUTABLE = 0x10;
  private static final long PAST = Long.MAX_VALUE - 4095; // a block more is past the largest file

  private final Kernel kernel = new Kernel();
  private final List<Long> open = new ArrayList<>();
  private final List<Path> made = new ArrayList<>();
  private final Map<String, String> found = new LinkedHashMap<>();
  private final Map<String, String> expected = new LinkedHashMap<>();

  private long open(Path path, int flags) {
    long fd = kernel.open(Kernel.path(path.toString()), flags);
    assertThat(fd).as("%s", path).isNotNegative();
    open.add(fd);
    return fd;
  }

  private long file(Directory directory, String name, int flags) {
    directory.file(name);
    return open(directory.path().resolve(name), flags | Kernel.O_CREAT);
  }

  private Path other(Path path) {
    made.add(path);
    return path;
  }

  private void call(String what, String first, LongSupplier call) {
    expected.put(what, first);
    found.put(what, Errno.status(call.getAsLong()));
  }

  private long flags(long fd, long flags) {
    try (Memory word = new Memory(Long.BYTES)) {
      word.setLong(0, flags);
      return Libc.ioctl((int) fd, FS_IOC_SETFLAGS, word);
    }
  }

  @ParameterizedTest
  @MethodSource("org.fragcache.conformance.dir.Reflink#places")
  void clone_breakingTwoRules_endsAsTheFirstSays(Path in) throws Exception {
    try (Reflink mounted = Reflink.take(in);
        Directory directory = new Directory(mounted.path().toString())) {
      try {
        breakTwo(directory, directory.blockSize());
      } finally {
        open.forEach(kernel::close);
        for (Path path : made) {
          Files.deleteIfExists(path);
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  private void breakTwo(Directory directory, long block) throws Exception {
    long source = file(directory, "source", Kernel.O_RDWR);
    Memory bytes = new Memory(block);
    bytes.clear();
    assertThat(kernel.pwrite(source, bytes, block, 0)).isEqualTo(block);
    long target = file(directory, "target", Kernel.O_RDWR);
    long readOnly = open(directory.path().resolve("target"), Kernel.O_RDONLY);
    long append = open(directory.path().resolve("target"), Kernel.O_WRONLY | Kernel.O_APPEND);
    long writeOnly = open(directory.path().resolve("source"), Kernel.O_WRONLY);
    long folder = open(Files.createDirectory(other(directory.path().resolve("folder"))), 0);
    Path fifo = other(directory.path().resolve("fifo"));
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    long pipe = open(fifo, Kernel.O_RDWR);
    Path shm = Files.createTempDirectory(Path.of("/dev/shm"), "fragcache-test-");
    long elsewhere = open(Files.createFile(other(shm.resolve("file"))), Kernel.O_RDWR);
    long folderElsewhere = open(Files.createDirectory(other(shm.resolve("folder"))), 0);
    made.add(shm);
    long none = 1_000_000;

    call("no source; read-only target", "EBADF", () -> clone(none, 0, 0, readOnly, 0));
    call("no source; unaligned", "EBADF", () -> clone(none, 1, 0, target, 0));
    call("other file system; directory", "EXDEV", () -> clone(folderElsewhere, 0, 0, target, 0));
    call("other file system; read-only target", "EXDEV", () -> clone(elsewhere, 0, 0, readOnly, 0));
    call("other file system; unaligned", "EXDEV", () -> clone(elsewhere, 1, 0, target, 0));
    call("other file system; past 2^63", "EXDEV", () -> clone(elsewhere, PAST, block, target, 0));
    call("directory; read-only target", "EISDIR", () -> clone(folder, 0, 0, readOnly, 0));
    call("directory; unaligned", "EISDIR", () -> clone(folder, 1, 0, target, 0));
    call("directory; fifo", "EISDIR", () -> clone(folder, 0, 0, pipe, 0));
    call("fifo; read-only target", "EINVAL", () -> clone(pipe, 0, 0, readOnly, 0));
    call("write-only source; unaligned", "EBADF", () -> clone(writeOnly, 1, 0, target, 0));
    call("read-only target; unaligned", "EBADF", () -> clone(source, 1, 0, readOnly, 0));
    call("read-only target; past EOF", "EBADF", () -> clone(source, 0, 2 * block, readOnly, 0));
    call("read-only target; past 2^63", "EBADF", () -> clone(source, 0, block, readOnly, PAST));
    call("append-only descriptor; unaligned", "EBADF", () -> clone(source, 1, 0, append, 0));
    call("read-only target; nothing to do", "EBADF", () -> clone(target, 0, 0, readOnly, 0));

    FileLimit limit = FileLimit.of(4 * block);
    limit.set();
    try {
      call(
          "at the limit; unaligned source", "EINVAL", () -> clone(source, 1, 0, target, 4 * block));
      call(
          "at the limit; source past EOF",
          "EINVAL",
          () -> clone(source, block, block, target, 4 * block));
      call(
          "at the limit; beyond EOF",
          "EFBIG",
          () -> clone(source, 0, 2 * block, target, 4 * block));
      call(
          "at the limit; read-only target",
          "EBADF",
          () -> clone(source, 0, 0, readOnly, 4 * block));
    } finally {
      limit.lift();
    }

    long fixed = file(directory, "fixed", Kernel.O_RDWR);
    if (flags(fixed, IMMUTABLE) == 0) { // for root only
      try {
        call("immutable; unaligned", "EPERM", () -> clone(source, 1, 0, fixed, 0));
        call("immutable; past EOF", "EPERM", () -> clone(source, 0, 2 * block, fixed, 0));
        call("immutable; nothing to do", "EPERM", () -> clone(target, 0, 0, fixed, 0));
        call("immutable; other file system", "EXDEV", () -> clone(elsewhere, 0, 0, fixed, 0));
        call(
            "dedupe: immutable; unaligned",
            "EPERM",
            () -> kernel.dedupe(source, 1, block - 1, fixed, 0));
      } finally {
        assertThat(flags(fixed, 0)).isZero();
      }
    }

    call(
        "dedupe: directory source; unaligned",
        "EISDIR",
        () -> kernel.dedupe(folder, 1, block, target, 0));
    call(
        "dedupe: source past EOF; directory target",
        "EINVAL",
        () -> kernel.dedupe(source, 0, 2 * block, folder, 0));
    call(
        "dedupe: other file system; unaligned",
        "EXDEV",
        () -> kernel.dedupe(source, 0, block, elsewhere, 1));
    call(
        "dedupe: other file system; directory",
        "EXDEV",
        () -> kernel.dedupe(source, 0, block, folderElsewhere, 0));
    call(
        "dedupe: directory target; unaligned",
        "EISDIR",
        () -> kernel.dedupe(source, 0, block, folder, 1));
  }

  private long clone(long from, long at, long length, long to, long toAt) {
    return kernel.cloneRange(from, at, length, to, toAt);
  }
}
