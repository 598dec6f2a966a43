package org.fragcache.conformance.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fragcache.spec.UsageException;
import org.fragcache.spec.model.WholeFile;
import org.jspecify.annotations.Nullable;

/** A file of JSON: one document, or one in each line (NDJSON). UTF-8; no key twice in an object. */
public final class JsonFile {
  /** Bytes; a log of a million events has a third of that. */
  private static final int MOST = 1 << 28;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path path;
  private final byte[] bytes;

  private JsonFile(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /**
   * Reads a file whole.
   *
   * @throws UsageException if it cannot be read, is too long, or has nothing but blanks
   */
  public static JsonFile read(Path path) {
    byte[] bytes = WholeFile.read(path, MOST, "a file of JSON");
    for (byte b : bytes) {
      if (b > ' ' || b < 0) {
        return new JsonFile(path, bytes);
      }
    }
    throw new UsageException(path + ": is empty; expected JSON");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The file as one document. */
  public Json document() {
    return parse(0, bytes.length, 1, true);
  }

  /** The first document of the file, whatever follows it. */
  public Json first() {
    return parse(0, bytes.length, 1, false);
  }

  /** A document for each line. The last line may end without a line feed; none may be empty. */
  public List<Json> lines() {
    List<Json> lines = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = from;
      while (to < bytes.length && bytes[to] != '\n') {
        to++;
      }
      lines.add(parse(from, to, lines.size() + 1, true));
      from = to + 1;
    }
    return lines;
  }

  private Json parse(int from, int to, int firstLine, boolean whole) {
    try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
      if (parser.nextToken() == null) {
        throw new UsageException(path + ":" + firstLine + ": an empty line, expected JSON");
      }
      Json json = value(parser, firstLine - 1, null, "");
      JsonLocation end = parser.currentLocation();
      if (whole && parser.nextToken() != null) {
        throw new UsageException(
            place(end, firstLine - 1) + ": more after the end, expected one JSON value");
      }
      return json;
    } catch (JsonProcessingException e) {
      String said = String.valueOf(e.getOriginalMessage()).replaceAll("\\s*\\R\\s*", " ");
      throw new UsageException(
          place(e.getLocation(), firstLine - 1) + ": " + said + "; expected JSON", e);
    } catch (IOException e) {
      throw new UsageException(path + ":" + firstLine + ": " + e + "; expected JSON", e);
    }
  }

  private String place(@Nullable JsonLocation at, int linesBefore) {
    return at == null
        ? path + ":" + (linesBefore + 1)
        : path + ":" + (linesBefore + at.getLineNr()) + ":" + at.getColumnNr();
  }

  /** Jackson bounds the depth of nesting, and so of this. */
  private Json value(JsonParser parser, int linesBefore, @Nullable Json parent, Object step)
      throws IOException {
    JsonLocation at = parser.currentTokenLocation();
    JsonToken token = parser.currentToken();
    Map<String, Json> object = new LinkedHashMap<>();
    List<Json> list = new ArrayList<>();
    Object value =
        switch (token) {
          case START_OBJECT -> object;
          case START_ARRAY -> list;
          case VALUE_STRING -> parser.getText();
          case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
          case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          default -> Json.NULL;
        };
    Json json =
        new Json(
            path.toString(), linesBefore + at.getLineNr(), at.getColumnNr(), parent, step, value);
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        object.put(key, value(parser, linesBefore, json, key));
      }
    } else if (token == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser, linesBefore, json, list.size()));
      }
    }
    return json;
  }
}
