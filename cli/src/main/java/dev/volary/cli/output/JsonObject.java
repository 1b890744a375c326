package dev.volary.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.volary.core.io.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// An open JSON object; fields appear in the order they are put.
public final class JsonObject {
  private final JsonGenerator generator;

  JsonObject(JsonGenerator generator) {
    this.generator = generator;
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  /// Puts a text.
  public JsonObject put(String field, String value) {
    return writing(() -> generator.writeStringField(field, wellFormed(value)));
  }

  /// Puts a text, or nothing where there is none.
  public JsonObject put(String field, Optional<String> value) {
    return value.isEmpty() ? this : put(field, value.get());
  }

  /// Puts a whole number.
  public JsonObject put(String field, long value) {
    return writing(() -> generator.writeNumberField(field, value));
  }

  /// Puts a truth.
  public JsonObject put(String field, boolean value) {
    return writing(() -> generator.writeBooleanField(field, value));
  }

  /// Puts a time as ISO 8601 in UTC.
  public JsonObject put(String field, Instant value) {
    return put(field, value.toString());
  }

  /// Puts bytes as text where they are UTF-8; else an approximation, and the exact bytes as
  /// `<field>Base64`.
  public JsonObject put(String field, ByteString value) {
    try {
      return put(
          field,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value.bytes())).toString());
    } catch (CharacterCodingException e) {
      put(field, new String(value.bytes(), StandardCharsets.UTF_8));
      return put(field + "Base64", Base64.getEncoder().encodeToString(value.bytes()));
    }
  }

  /// Puts an object of texts.
  public JsonObject put(String field, Map<String, String> values) {
    return object(field, object -> values.forEach(object::put));
  }

  /// Puts what is JSON already.
  public JsonObject json(String field, String value) {
    return writing(() -> {
      generator.writeFieldName(field);
      generator.writeRawValue(value);
    });
  }

  /// Puts an array of texts.
  public JsonObject texts(String field, Iterable<String> values) {
    return writing(() -> {
      generator.writeArrayFieldStart(field);
      for (String value : values) {
        generator.writeString(wellFormed(value));
      }
      generator.writeEndArray();
    });
  }

  /// Puts an object.
  public JsonObject object(String field, Consumer<JsonObject> content) {
    return writing(() -> {
      generator.writeObjectFieldStart(field);
      content.accept(this);
      generator.writeEndObject();
    });
  }

  /// Puts an array of objects.
  public <T> JsonObject objects(
      String field, Iterable<T> values, BiConsumer<JsonObject, T> content) {
    return writing(() -> {
      generator.writeArrayFieldStart(field);
      for (T value : values) {
        generator.writeStartObject();
        content.accept(this, value);
        generator.writeEndObject();
      }
      generator.writeEndArray();
    });
  }

  /// Lone surrogates, which carry bytes that are no UTF-8, can't be written as JSON.
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private JsonObject writing(Writing step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
