package dev.volary.remote.message.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads and writes objects of JSON.
public final class JsonText {
  private static final int MAX_DEPTH = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  /// Reads one object that is all of `text`; USAGE where it is none, or holds what no message of
  /// ours does.
  public static JsonObject read(byte[] text) {
    try (JsonParser json = JSON.createParser(new String(text, StandardCharsets.UTF_8))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw refused("it is no object");
      }
      JsonObject object = object(json, MAX_DEPTH);
      if (json.nextToken() != null) {
        throw refused("something follows the object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new VolaryException(Fault.USAGE, "this is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads what another program says: one object, or a list of objects. What no message of ours
  /// holds is left out of it: fractions, numbers that are no 64-bit ones, lists in lists.
  public static List<JsonObject> readForeign(byte[] text) {
    try (JsonParser json = JSON.createParser(text)) {
      return new ForeignJson(json).document();
    } catch (JsonProcessingException e) {
      throw new VolaryException(Fault.USAGE, "this is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject object(JsonParser json, int depth) throws IOException {
    if (depth == 0) {
      throw refused("it is nested too deeply");
    }
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_NULL
          && members.put(name, value(json, depth)) != null) {
        throw refused("'" + name + "' stands twice");
      }
    }
    return new JsonObject(members);
  }

  private static Object value(JsonParser json, int depth) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_OBJECT -> object(json, depth - 1);
      case START_ARRAY -> list(json, depth - 1);
      case VALUE_NUMBER_FLOAT,
          VALUE_NULL,
          VALUE_EMBEDDED_OBJECT,
          END_ARRAY,
          END_OBJECT,
          FIELD_NAME,
          NOT_AVAILABLE ->
          throw refused("'" + json.getText() + "' is not expected there");
    };
  }

  private static List<Object> list(JsonParser json, int depth) throws IOException {
    List<Object> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_ARRAY) {
        throw refused("a list in a list");
      }
      values.add(value(json, depth));
    }
    return List.copyOf(values);
  }

  static VolaryException refused(String problem) {
    return new VolaryException(Fault.USAGE, "this JSON is refused: " + problem);
  }

  /// Writes an object on one line.
  static String write(JsonObject object) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(json, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case JsonObject object -> {
        json.writeStartObject();
        for (Map.Entry<String, Object> member : object.members().entrySet()) {
          json.writeFieldName(member.getKey());
          write(json, member.getValue());
        }
        json.writeEndObject();
      }
      case List<?> values -> {
        json.writeStartArray();
        for (Object one : values) {
          write(json, one);
        }
        json.writeEndArray();
      }
      default -> throw new IllegalArgumentException("a " + value.getClass() + " in JSON");
    }
  }
}
