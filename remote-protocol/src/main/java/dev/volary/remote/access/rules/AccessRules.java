package dev.volary.remote.access.rules;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.pattern.RefPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of one level, understood.
public record AccessRules(
    Level level, List<Section> sections, List<Guard> guards, List<Block> blocks)
    implements RuleText {
  /// The name of the only file in `refs/meta/access`.
  public static final String FILE = "access.config";

  public AccessRules {
    sections = List.copyOf(sections);
    guards = List.copyOf(guards);
    blocks = List.copyOf(blocks);
  }

  /// Rules that say nothing, so that nobody may do anything by them.
  public static AccessRules none(Level level) {
    return new AccessRules(level, List.of(), List.of(), List.of());
  }

  /// Understands a text; USAGE, with the line, if anything in it is not.
  public static AccessRules parse(Level level, String text) {
    try {
      return new RulesParser(level).parse(text);
    } catch (VolaryException e) {
      throw new VolaryException(e.fault(), FILE + " of " + level + ", " + e.getMessage(), e);
    }
  }

  /// What holds where no level says otherwise: the default branch can't be forced or deleted, tags
  /// can't be moved, and the rules are for those whom they name in so many words. A section for the
  /// same pattern, or a more specific one, says otherwise.
  public static AccessRules builtIn(RefName defaultBranch) {
    return new AccessRules(
        Level.BUILT_IN,
        List.of(
            closed(
                defaultBranch.value(),
                "the default branch is neither forced nor deleted",
                Operation.FORCE,
                Operation.DELETE),
            closed(RefName.TAGS + "*", "tags are not moved", Operation.FORCE),
            closed(
                Advertised.ACCESS.value(),
                "the rules are closed to all but their readers and admins",
                Operation.READ,
                Operation.FORCE)),
        List.of(),
        List.of());
  }

  private static Section closed(String pattern, String statement, Operation... operations) {
    Map<Operation, Rule> exclusive = new LinkedHashMap<>();
    for (Operation operation : operations) {
      exclusive.put(operation, new Rule(Level.BUILT_IN, pattern, statement, 0));
    }
    return new Section(
        Level.BUILT_IN,
        Optional.of(RefPattern.of(pattern)),
        List.of(),
        exclusive,
        Optional.empty());
  }
}
