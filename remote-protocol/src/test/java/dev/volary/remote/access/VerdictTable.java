package dev.volary.remote.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.volary.core.history.RefName;
import dev.volary.remote.access.pattern.RefPattern;
import dev.volary.remote.access.pattern.VolumePattern;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.RuleText;
import dev.volary.remote.access.rules.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads `verdicts.txt`, which says itself how it is written.
final class VerdictTable {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private VerdictTable() {}

  /// Rules, and what they say to whom.
  record Scenario(String title, Map<String, String> texts, List<Case> cases) {
    Access access() {
      return access(Function.identity());
    }

    /// The rules, each text changed by `change` before it is read.
    Access access(Function<String, String> change) {
      List<RuleText> levels = new ArrayList<>();
      for (Level level : List.of(Level.VOLUME, Level.HUB, Level.NAMESPACE)) {
        String text = texts.get(level.name().toLowerCase(Locale.ROOT));
        if (text != null) {
          levels.add(RuleText.found(level, change.apply(text)));
        }
      }
      return Access.of("team/pgdata", RefName.branch("main"), levels);
    }

    Caller caller(String text) {
      String[] parts = text.split("/", 2);
      String[] names = parts[0].split("\\+");
      Subject subject =
          parts[0].equals("anonymous")
              ? new Subject.Anonymous()
              : new Subject.User(names[0], Set.of(Arrays.copyOfRange(names, 1, names.length)));
      return parts.length == 1
          ? Caller.of(subject)
          : new Caller(subject, scope(texts.get("token " + parts[1])));
    }

    private static Scope scope(String text) {
      Map<String, String> settings =
          text.lines()
              .map(line -> line.split(" = ", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      return new Scope(
          Optional.ofNullable(settings.get("volumes")).map(list -> all(list, VolumePattern::of)),
          Optional.ofNullable(settings.get("refs")).map(list -> all(list, RefPattern::opening)),
          Optional.ofNullable(settings.get("operations")).map(Operation::parseAll),
          Optional.ofNullable(settings.get("expires")).map(Instant::parse));
    }

    private static <T> Set<T> all(String list, Function<String, T> parse) {
      return Arrays.stream(list.split(","))
          .map(String::strip)
          .map(parse)
          .collect(Collectors.toSet());
    }
  }

  /// One case.
  ///
  /// @param expected `yes`, or `no` and the reason's code
  record Case(String subject, String operation, String ref, String expected) {
    @Override
    public String toString() {
      return subject + " " + operation + " " + ref + ": " + expected;
    }
  }

  static List<Scenario> read() {
    String text;
    try (InputStream in = VerdictTable.class.getResourceAsStream("verdicts.txt")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Arrays.stream(text.split("(?m)^== ")).skip(1).map(VerdictTable::scenario).toList();
  }

  private static Scenario scenario(String block) {
    String[] parts = block.split("(?m)^-- ");
    Map<String, String> texts = new LinkedHashMap<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      int end = part.indexOf('\n');
      texts.put(part.substring(0, end), part.substring(end + 1));
    }
    List<Case> cases = new ArrayList<>();
    texts.remove("cases").lines().filter(line -> !line.isBlank()).forEach(line -> add(cases, line));
    return new Scenario(parts[0].strip(), texts, cases);
  }

  private static void add(List<Case> cases, String line) {
    String[] cells = line.strip().split(" {2,}");
    if (cells.length != 4) {
      throw new AssertionError("not four columns: " + line);
    }
    if (cells[1].startsWith("rules:")) {
      cases.add(new Case(cells[0], cells[1], cells[2], cells[3]));
      return;
    }
    for (String operation : cells[1].split(",")) {
      cases.add(new Case(cells[0], operation, cells[2], cells[3]));
    }
  }
}
