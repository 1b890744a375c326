package dev.volary.remote.access;

import dev.volary.remote.access.rules.Block;
import dev.volary.remote.access.rules.Grantee;
import dev.volary.remote.access.rules.Rule;
import dev.volary.remote.access.rules.Section;
import dev.volary.remote.access.rules.Subject;
import java.util.List;
import java.util.Optional;

/// What the rules say of one operation on one ref, before it is known who asks.
///
/// @param counting the grants that add up
/// @param cut the grants that an exclusive section cuts off
/// @param cutters the rules that cut them off
record Ruling(
    List<Candidate> counting, List<Candidate> cut, List<Rule> cutters, List<Block> blocks) {
  /// A grant whose pattern matches.
  ///
  /// @param user what `${user}` stands for, if it is in the pattern
  record Candidate(Rank rank, Section.Grant grant, Optional<String> user) {
    boolean benefits(Subject subject) {
      return user.map(name -> Scope.isNamed(subject, name)).orElse(true)
          && grant.to().stream().anyMatch(grantee -> grantee.benefits(subject));
    }
  }

  List<Rule> granting(Subject subject) {
    return rules(counting, subject);
  }

  List<Rule> wouldGrant(Subject subject) {
    return rules(cut, subject);
  }

  private static List<Rule> rules(List<Candidate> candidates, Subject subject) {
    return candidates.stream()
        .filter(candidate -> candidate.benefits(subject))
        .map(candidate -> candidate.grant().rule())
        .toList();
  }

  List<Rule> blocking(Subject subject) {
    return blocks.stream()
        .filter(block -> block.of().stream().anyMatch(grantee -> grantee.means(subject)))
        .map(Block::rule)
        .toList();
  }

  /// Whether anybody who can log in is left.
  boolean namesSomebody() {
    return counting.stream()
        .filter(candidate -> candidate.user().isEmpty())
        .flatMap(candidate -> candidate.grant().to().stream())
        .anyMatch(grantee -> grantee != Grantee.Anybody.ANONYMOUS && !isBlocked(grantee));
  }

  private boolean isBlocked(Grantee grantee) {
    return blocks.stream()
        .anyMatch(block ->
            block.of().contains(grantee) || block.of().contains(Grantee.Anybody.REGISTERED));
  }
}
