package org.fragcache.spec.model;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A copy of a small specification, the clock's unless another is named, for a test to change. */
record ClockDirectory(Path path) {

  static ClockDirectory copyTo(Path directory) throws IOException {
    return copyTo(directory, "clock");
  }

  static ClockDirectory copyTo(Path directory, String name) throws IOException {
    URL resource =
        Objects.requireNonNull(ClockDirectory.class.getResource("/" + name + "/models.json"));
    Path source = Objects.requireNonNull(Path.of(URI.create(resource.toString())).getParent());
    Path target = directory.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
    return new ClockDirectory(target);
  }

  String read(String file) {
    try {
      return Files.readString(path.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String file, String text) {
    try {
      Files.writeString(path.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces text that must be there. */
  void change(String file, String from, String to) {
    String text = read(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException(file + ": no '" + from + "'");
    }
    write(file, text.replace(from, to));
  }

  /** Makes these the only models; each is a JSON object without braces. */
  void onlyModels(String... models) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".cfg")).toList()) {
        String name = file.getFileName().toString().replace(".cfg", "");
        if (Stream.of(models).noneMatch(model -> model.contains("\"" + name + "\""))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(
        "models.json",
        List.of(models).stream()
            .map(m -> "{" + m + "}")
            .collect(joining(",", "{\"models\":[", "]}")));
  }
}
