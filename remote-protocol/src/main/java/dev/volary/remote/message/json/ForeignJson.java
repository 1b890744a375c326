package dev.volary.remote.message.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads JSON whose shape others decide, leaving out what [JsonObject] can't hold.
final class ForeignJson {
  private static final int MAX_DEPTH = 64;

  private final JsonParser json;

  ForeignJson(JsonParser json) {
    this.json = json;
  }

  /// Reads one object, or a list of which the objects are returned.
  List<JsonObject> document() throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_OBJECT) {
      return List.of(object(MAX_DEPTH));
    }
    if (first != JsonToken.START_ARRAY) {
      throw JsonText.refused("it is no object and no list");
    }
    return list(MAX_DEPTH).stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .toList();
  }

  private JsonObject object(int depth) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      value(depth - 1).ifPresent(value -> members.put(name, value));
    }
    return new JsonObject(members);
  }

  private List<Object> list(int depth) throws IOException {
    List<Object> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean nested = json.currentToken() == JsonToken.START_ARRAY;
      Optional<Object> value = value(depth - 1);
      if (!nested) {
        value.ifPresent(values::add);
      }
    }
    return List.copyOf(values);
  }

  private Optional<Object> value(int depth) throws IOException {
    if (depth == 0) {
      throw JsonText.refused("it is nested too deeply");
    }
    return switch (json.currentToken()) {
      case VALUE_STRING -> Optional.of(json.getText());
      case VALUE_NUMBER_INT -> wholeNumber();
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      case START_OBJECT -> Optional.of(object(depth));
      case START_ARRAY -> Optional.of(list(depth));
      case VALUE_NUMBER_FLOAT, VALUE_NULL -> Optional.empty();
      case VALUE_EMBEDDED_OBJECT, END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE ->
          throw JsonText.refused("'" + json.getText() + "' is not expected there");
    };
  }

  private Optional<Object> wholeNumber() throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? Optional.empty()
        : Optional.of(json.getLongValue());
  }
}
