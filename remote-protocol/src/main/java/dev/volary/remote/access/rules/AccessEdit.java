package dev.volary.remote.access.rules;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.config.ConfigLine;
import dev.volary.remote.access.config.ConfigText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Edits of a text of `access.config`: text in, text out; comments and whatever is not meant stay
/// as they are.
///
/// The syntax of the text must be sound (USAGE); whether the result is accepted is for
/// [AccessRules] to say.
public final class AccessEdit {
  private final List<ConfigLine> lines;

  private AccessEdit(String text) {
    this.lines = ConfigText.parse(text);
  }

  /// The rules of a new volume: all of it to its owner, nothing to anybody else.
  public static String forOwner(Grantee owner) {
    String text = grant("", Place.access("refs/*"), onRefs(true), owner);
    return grant(text, Place.volume(), onRefs(false), owner);
  }

  private static Set<Operation> onRefs(boolean wanted) {
    Set<Operation> all = new LinkedHashSet<>();
    for (Operation operation : Operation.values()) {
      if (operation.isOnRefs() == wanted) {
        all.add(operation);
      }
    }
    return all;
  }

  /// Adds a grantee to the lists of these operations; where it stands already, nothing changes.
  public static String grant(String text, Place place, Set<Operation> operations, Grantee to) {
    AccessEdit edit = new AccessEdit(text);
    for (String key : keys(place, operations)) {
      edit.add(place, key, to.toString());
    }
    return ConfigText.format(edit.lines);
  }

  /// Takes a grantee out of the lists of these operations; NOT_FOUND if it stands in none.
  public static String revoke(String text, Place place, Set<Operation> operations, Grantee from) {
    AccessEdit edit = new AccessEdit(text);
    boolean found = false;
    for (String key : keys(place, operations)) {
      found |= edit.remove(place, key, from.toString());
    }
    if (!found) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          place + " grants none of that to " + from + "; `volary access who` shows what does");
    }
    edit.sweep(place);
    return ConfigText.format(edit.lines);
  }

  /// Makes a section cut broader ones off for these operations, or no longer.
  public static String exclusive(
      String text, Place place, Set<Operation> operations, boolean exclusive) {
    AccessEdit edit = new AccessEdit(text);
    for (String key : keys(place, operations)) {
      if (exclusive) {
        edit.add(place, SectionReader.EXCLUSIVE, key);
      } else {
        edit.remove(place, SectionReader.EXCLUSIVE, key);
      }
    }
    edit.sweep(place);
    return ConfigText.format(edit.lines);
  }

  /// Protects refs so and not otherwise: what the section said before is replaced.
  public static String protect(String text, String pattern, Protection protection) {
    AccessEdit edit = new AccessEdit(text);
    Place place = Place.protect(pattern);
    edit.clear(place, true);
    edit.unite(place);
    int at = edit.headings(place, true).stream().findFirst().orElseGet(() -> edit.append(place));
    for (String[] setting : protection.settings()) {
      edit.lines.add(++at, ConfigLine.Setting.of(setting[0], setting[1], ""));
    }
    return ConfigText.format(edit.lines);
  }

  /// Lifts the protections written for these refs; NOT_FOUND if there is none.
  public static String unprotect(String text, String pattern) {
    AccessEdit edit = new AccessEdit(text);
    Place place = Place.protect(pattern);
    if (edit.headings(place, false).isEmpty()) {
      throw new VolaryException(
          Fault.NOT_FOUND, "There is no " + place + ": `volary access show` has what there is");
    }
    edit.clear(place, false);
    edit.sweep(place);
    return ConfigText.format(edit.lines);
  }

  private static List<String> keys(Place place, Set<Operation> operations) {
    List<String> keys = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      if (operations.contains(operation)) {
        if (operation.isOnRefs() != place.isOfRefs() || place.kind() == Place.Kind.PROTECT) {
          throw new VolaryException(
              Fault.USAGE, operation + " does not belong in " + place + ": grant it apart");
        }
        keys.add(operation.key());
      }
    }
    return keys;
  }

  /// The indexes of the headings that mean this place, or also those that mean parts of it.
  private List<Integer> headings(Place place, boolean exactly) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i) instanceof ConfigLine.Heading heading
          && (exactly ? place.is(heading) : place.includes(heading))) {
        found.add(i);
      }
    }
    return found;
  }

  /// The index behind the last setting of the section that begins at `heading`.
  private int end(int heading) {
    int end = heading + 1;
    for (int i = heading + 1; i < lines.size(); i++) {
      if (lines.get(i) instanceof ConfigLine.Heading) {
        break;
      }
      if (lines.get(i) instanceof ConfigLine.Setting) {
        end = i + 1;
      }
    }
    return end;
  }

  private int append(Place place) {
    if (!lines.isEmpty() && !lines.getLast().raw().isBlank()) {
      lines.add(new ConfigLine.Filler(""));
    }
    lines.add(place.heading());
    return lines.size() - 1;
  }

  private void add(Place place, String key, String value) {
    List<Integer> headings = headings(place, true);
    Optional<Integer> list = Optional.empty();
    for (int heading : headings) {
      for (int i = heading + 1; i < end(heading); i++) {
        if (lines.get(i) instanceof ConfigLine.Setting setting && setting.key().equals(key)) {
          if (values(setting).contains(value)) {
            return;
          }
          list = list.isPresent() ? list : Optional.of(i);
        }
      }
    }
    if (list.isPresent()) {
      ConfigLine.Setting setting = (ConfigLine.Setting) lines.get(list.get());
      List<String> longer = new ArrayList<>(values(setting));
      longer.add(value);
      lines.set(list.get(), written(setting, longer));
    } else {
      int heading = headings.isEmpty() ? append(place) : headings.getFirst();
      lines.add(end(heading), ConfigLine.Setting.of(key, value, ""));
    }
  }

  private boolean remove(Place place, String key, String value) {
    boolean found = false;
    for (int heading : headings(place, false).reversed()) {
      for (int i = end(heading) - 1; i > heading; i--) {
        if (lines.get(i) instanceof ConfigLine.Setting setting
            && setting.key().equals(key)
            && values(setting).contains(value)) {
          List<String> shorter = new ArrayList<>(values(setting));
          shorter.removeIf(value::equals);
          found = true;
          if (shorter.isEmpty()) {
            drop(i, setting);
          } else {
            lines.set(i, written(setting, shorter));
          }
        }
      }
    }
    return found;
  }

  private static List<String> values(ConfigLine.Setting setting) {
    return Arrays.stream(setting.value().orElse("").split(",", -1))
        .map(String::trim)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static ConfigLine written(ConfigLine.Setting setting, List<String> values) {
    return ConfigLine.Setting.of(setting.key(), String.join(", ", values), setting.comment());
  }

  /// A comment behind a setting outlives it.
  private void drop(int index, ConfigLine.Setting setting) {
    if (setting.comment().isEmpty()) {
      lines.remove(index);
    } else {
      lines.set(index, new ConfigLine.Filler("\t" + setting.comment()));
    }
  }

  private void clear(Place place, boolean exactly) {
    for (int heading : headings(place, exactly).reversed()) {
      for (int i = end(heading) - 1; i > heading; i--) {
        if (lines.get(i) instanceof ConfigLine.Setting setting) {
          drop(i, setting);
        }
      }
    }
  }

  /// Takes away all headings of an emptied place but the first: a bare one would protect too.
  private void unite(Place place) {
    List<Integer> headings = headings(place, true);
    for (int heading : headings.subList(Math.min(1, headings.size()), headings.size()).reversed()) {
      lines.remove(heading);
    }
  }

  /// Takes away headings under which nothing is left, and a blank line with each.
  private void sweep(Place place) {
    for (int heading : headings(place, false).reversed()) {
      if (end(heading) == heading + 1) {
        lines.remove(heading);
        if (heading > 0 && lines.get(heading - 1).raw().isBlank()) {
          lines.remove(heading - 1);
        } else if (heading == 0 && !lines.isEmpty() && lines.getFirst().raw().isBlank()) {
          lines.removeFirst();
        }
      }
    }
  }
}
