package dev.volary.remote.message.json;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// An object of JSON: members in their order. Immutable; adding makes another one.
///
/// Values are texts, whole numbers, truth values, objects, and lists of texts or objects; `null` is
/// as good as a member that is not there.
public final class JsonObject {
  /// An object without members.
  public static final JsonObject EMPTY = new JsonObject(Map.of());

  private final Map<String, Object> members;

  JsonObject(Map<String, Object> members) {
    this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /// The same with a text.
  public JsonObject with(String name, String text) {
    return and(name, text);
  }

  /// The same with a whole number.
  public JsonObject with(String name, long number) {
    return and(name, number);
  }

  /// The same with a truth value.
  public JsonObject with(String name, boolean value) {
    return and(name, value);
  }

  /// The same with an object.
  public JsonObject with(String name, JsonObject object) {
    return and(name, object);
  }

  /// The same with the text of what is there, or without it.
  public JsonObject with(String name, Optional<?> value) {
    return value.isPresent() ? and(name, value.get().toString()) : this;
  }

  /// The same with a list of objects, or of the texts of other values.
  public JsonObject with(String name, Collection<?> values) {
    return and(
        name,
        values.stream()
            .map(value -> value instanceof JsonObject ? value : (Object) value.toString())
            .toList());
  }

  private JsonObject and(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new JsonObject(more);
  }

  /// All members.
  Map<String, Object> members() {
    return members;
  }

  /// A text; USAGE where it is not there.
  public String text(String name) {
    return find(name).orElseThrow(() -> missing(name, "a text"));
  }

  /// A text, if it is there.
  public Optional<String> find(String name) {
    return member(name, String.class, "a text");
  }

  /// A text as something else, if it is there.
  public <T> Optional<T> find(String name, Function<String, T> parse) {
    return find(name).map(parse);
  }

  /// A whole number; USAGE where it is not there.
  public long number(String name) {
    return member(name, Long.class, "a number").orElseThrow(() -> missing(name, "a number"));
  }

  /// A truth value; false where it is not there.
  public boolean flag(String name) {
    return member(name, Boolean.class, "true or false").orElse(false);
  }

  /// An object, if it is there.
  public Optional<JsonObject> object(String name) {
    return member(name, JsonObject.class, "an object");
  }

  /// The names of all members, in their order.
  public Set<String> names() {
    return members.keySet();
  }

  /// Whether there is a member of this name.
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// A list of texts; empty where it is not there.
  public List<String> texts(String name) {
    return list(name, String.class, "a list of texts");
  }

  /// A list of objects; empty where it is not there.
  public List<JsonObject> objects(String name) {
    return list(name, JsonObject.class, "a list of objects");
  }

  private <T> List<T> list(String name, Class<T> type, String what) {
    List<?> values = member(name, List.class, what).orElse(List.of());
    if (!values.stream().allMatch(type::isInstance)) {
      throw missing(name, what);
    }
    return values.stream().map(type::cast).toList();
  }

  private <T> Optional<T> member(String name, Class<T> type, String what) {
    Object value = members.get(name);
    if (value != null && !type.isInstance(value)) {
      throw missing(name, what);
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private static VolaryException missing(String name, String what) {
    return new VolaryException(Fault.USAGE, "'" + name + "' must be " + what);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /// The text, on one line.
  @Override
  public String toString() {
    return JsonText.write(this);
  }
}
