package dev.volary.remote.access;

import dev.volary.remote.access.pattern.Match;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Block;
import dev.volary.remote.access.rules.Guard;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Rule;
import dev.volary.remote.access.rules.Section;
import dev.volary.remote.access.rules.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules of several levels together.
record RuleBook(List<AccessRules> levels) {
  RuleBook {
    levels = List.copyOf(levels);
  }

  /// A section whose pattern matches.
  private record Hit(Rank rank, Optional<String> user, Section section) {}

  /// What is said of an operation on a ref, or on the volume if `ref` is empty.
  ///
  /// @param ref a ref's full name, or a pattern's text to ask about all it can mean
  Ruling ruling(Operation operation, Optional<String> ref, Instant now) {
    List<Hit> hits = hits(ref, now);
    Optional<Rank> bar =
        hits.stream()
            .filter(hit -> hit.section().exclusive().containsKey(operation))
            .map(Hit::rank)
            .max(Rank::compareTo);
    List<Ruling.Candidate> counting = new ArrayList<>();
    List<Ruling.Candidate> cut = new ArrayList<>();
    List<Rule> cutters = new ArrayList<>();
    for (Hit hit : hits) {
      boolean counts = bar.isEmpty() || hit.rank().compareTo(bar.get()) >= 0;
      for (Section.Grant grant : hit.section().grants()) {
        if (grant.operation() == operation) {
          (counts ? counting : cut).add(new Ruling.Candidate(hit.rank(), grant, hit.user()));
        }
      }
      Rule exclusive = hit.section().exclusive().get(operation);
      if (exclusive != null && counts) {
        cutters.add(exclusive);
      }
    }
    return new Ruling(counting, cut, cutters, blocks(operation, ref));
  }

  private List<Hit> hits(Optional<String> ref, Instant now) {
    List<Hit> hits = new ArrayList<>();
    for (AccessRules level : levels) {
      for (Section section : level.sections()) {
        if (section.ends().map(now::isBefore).orElse(true)) {
          hit(section, ref).ifPresent(hits::add);
        }
      }
    }
    return hits;
  }

  private static Optional<Hit> hit(Section section, Optional<String> ref) {
    if (section.pattern().isEmpty() || ref.isEmpty()) {
      return section.pattern().isEmpty() && ref.isEmpty()
          ? Optional.of(
              new Hit(new Rank(Optional.empty(), section.level()), Optional.empty(), section))
          : Optional.empty();
    }
    Optional<Match> match = section.pattern().get().match(ref.get());
    return match.map(found ->
        new Hit(
            new Rank(Optional.of(found.specificity()), section.level()), found.user(), section));
  }

  private List<Block> blocks(Operation operation, Optional<String> ref) {
    return levels.stream()
        .flatMap(level -> level.blocks().stream())
        .filter(block -> block.operations().contains(operation))
        .filter(block -> block.pattern().isEmpty() || isMeant(block, ref))
        .toList();
  }

  private static boolean isMeant(Block block, Optional<String> ref) {
    return ref.isPresent() && block.pattern().orElseThrow().match(ref.get()).isPresent();
  }

  /// The protections of a ref that hold, its age unknown.
  List<Guard> guards(String ref, Instant now) {
    return levels.stream()
        .flatMap(level -> level.guards().stream())
        .filter(guard -> guard.pattern().match(ref).isPresent())
        .filter(guard -> guard.until().holds(Optional.empty(), now))
        .toList();
  }

  /// The blocks of an operation, on whatever ref, that mean `subject`.
  List<Block> blocked(Operation operation, Subject subject) {
    return levels.stream()
        .flatMap(level -> level.blocks().stream())
        .filter(block -> block.operations().contains(operation))
        .filter(block -> block.of().stream().anyMatch(grantee -> grantee.means(subject)))
        .toList();
  }

  /// The patterns of sections that keep the changing of rules to themselves.
  List<String> closedToAdmins() {
    return levels.stream()
        .flatMap(level -> level.sections().stream())
        .filter(section -> section.exclusive().containsKey(Operation.ADMIN))
        .flatMap(section -> section.pattern().stream())
        .map(pattern -> pattern.text())
        .toList();
  }
}
