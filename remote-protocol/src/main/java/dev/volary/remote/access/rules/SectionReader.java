package dev.volary.remote.access.rules;

import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.config.ConfigText;
import dev.volary.remote.access.pattern.RefPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Understands the settings of one section.
final class SectionReader {
  static final String EXCLUSIVE = "exclusive";
  static final String ALL = "all";
  static final String NO_DELETE = "no-delete";
  static final String NO_FORCE = "no-force";
  static final String PUSH = "push";
  static final String UNTIL = "until";

  private static final int MAX_GRANTEES = 1000;

  private final Level level;
  private final RulesParser.Draft draft;

  SectionReader(Level level, RulesParser.Draft draft) {
    this.level = level;
    this.draft = draft;
  }

  Section access(RefPattern pattern) {
    return section(Optional.of(pattern));
  }

  Section volume() {
    return section(Optional.empty());
  }

  private Section section(Optional<RefPattern> pattern) {
    List<Section.Grant> grants = new ArrayList<>();
    Map<Operation, Rule> exclusive = new EnumMap<>(Operation.class);
    for (RulesParser.Line line : draft.lines()) {
      if (line.key().equals(EXCLUSIVE)) {
        for (String name : line.value().split(",", -1)) {
          exclusive.put(operation(line, name.trim(), pattern.isPresent()), rule(line));
        }
      } else {
        Operation operation = operation(line, line.key(), pattern.isPresent());
        grants.add(new Section.Grant(operation, grantees(line), rule(line)));
      }
    }
    return new Section(level, pattern, grants, exclusive, Optional.empty());
  }

  List<Block> block(Optional<RefPattern> pattern) {
    List<Block> blocks = new ArrayList<>();
    for (RulesParser.Line line : draft.lines()) {
      Set<Operation> operations =
          line.key().equals(ALL)
              ? EnumSet.allOf(Operation.class)
              : EnumSet.of(operation(line, line.key(), pattern.isPresent()));
      blocks.add(new Block(pattern, operations, grantees(line), rule(line)));
    }
    return blocks;
  }

  /// A bare section protects from deletion.
  Guard protect(RefPattern pattern) {
    Map<String, RulesParser.Line> settings = protection();
    boolean bare =
        !settings.containsKey(NO_DELETE)
            && !settings.containsKey(NO_FORCE)
            && !settings.containsKey(PUSH);
    Optional<Set<Grantee>> only =
        Optional.ofNullable(settings.get(PUSH)).map(SectionReader::grantees);
    Until until =
        Optional.ofNullable(settings.get(UNTIL))
            .map(line -> at(line, Until::parse))
            .orElseGet(Until.Always::new);
    if (only.isPresent() && until instanceof Until.Age) {
      throw ConfigText.refused(
          draft.number(), "a limit on who pushes ends on a date: write until = 2027-02-20");
    }
    return new Guard(
        pattern,
        bare || isTrue(settings, NO_DELETE),
        isTrue(settings, NO_FORCE),
        only,
        until,
        new Rule(level, draft.title(), statement(settings), draft.number()));
  }

  /// The few who may push may do so by the protection itself.
  Optional<Section> granted(Guard guard) {
    Optional<Instant> ends =
        guard.until() instanceof Until.Moment moment ? Optional.of(moment.end()) : Optional.empty();
    return guard
        .only()
        .map(few ->
            new Section(
                level,
                Optional.of(guard.pattern()),
                List.of(new Section.Grant(Operation.PUSH, few, guard.rule())),
                Map.of(),
                ends));
  }

  private Map<String, RulesParser.Line> protection() {
    Map<String, RulesParser.Line> settings = new TreeMap<>();
    for (RulesParser.Line line : draft.lines()) {
      if (!Set.of(NO_DELETE, NO_FORCE, PUSH, UNTIL).contains(line.key())) {
        throw ConfigText.refused(
            line.number(),
            "'" + line.key() + "' is unknown: write no-delete, no-force, push or until");
      }
      if (settings.put(line.key(), line) != null) {
        throw ConfigText.refused(
            line.number(), "'" + line.key() + "' stands twice in " + draft.title());
      }
    }
    return settings;
  }

  private static boolean isTrue(Map<String, RulesParser.Line> settings, String key) {
    RulesParser.Line line = settings.get(key);
    if (line == null) {
      return false;
    }
    if (line.flag()) {
      return true;
    }
    return switch (line.value().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw ConfigText.refused(line.number(), "write " + key + " = true or false");
    };
  }

  private static String statement(Map<String, RulesParser.Line> settings) {
    return settings.isEmpty()
        ? "protected"
        : String.join("; ", settings.values().stream().map(SectionReader::statement).toList());
  }

  private static String statement(RulesParser.Line line) {
    return line.flag() ? line.key() : line.key() + " = " + line.value();
  }

  private Rule rule(RulesParser.Line line) {
    return new Rule(level, draft.title(), statement(line), line.number());
  }

  private static Operation operation(RulesParser.Line line, String key, boolean onRefs) {
    return Operation.ofKey(key.toLowerCase(Locale.ROOT), onRefs)
        .orElseThrow(() ->
            ConfigText.refused(
                line.number(),
                "'"
                    + key
                    + "' is no operation here: write "
                    + (onRefs
                        ? "read, create, push, force, delete or admin"
                        : "create, delete, rename, gc or audit-read")));
  }

  private static Set<Grantee> grantees(RulesParser.Line line) {
    if (line.flag()) {
      throw ConfigText.refused(line.number(), "write whom: " + line.key() + " = group:NAME");
    }
    Set<Grantee> all = at(line, Grantee::parseAll);
    if (all.size() > MAX_GRANTEES) {
      throw ConfigText.refused(line.number(), "it names more than " + MAX_GRANTEES);
    }
    return new LinkedHashSet<>(all);
  }

  private static <T> T at(RulesParser.Line line, Function<String, T> parse) {
    try {
      return parse.apply(line.value());
    } catch (VolaryException e) {
      throw ConfigText.refused(line.number(), e.getMessage());
    }
  }
}
