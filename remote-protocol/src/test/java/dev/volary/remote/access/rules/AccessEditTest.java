package dev.volary.remote.access.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Edits change what they mean, and no more of the text.
final class AccessEditTest {
  private static final Grantee ANNA = Grantee.parse("user:anna");
  private static final Grantee DEVS = Grantee.parse("group:devs");
  private static final String TEXT =
      """
      # The rules of our volume.

      [access "main"]
          push = group:devs   # all of us
          ; nobody forces
      # for readers
      [access "refs/*"]
      \tread = registered
      """;

  static String grantSome(String text) {
    return AccessEdit.grant(
        text, Place.access("${user}/*"), Set.of(Operation.PUSH, Operation.READ), ANNA);
  }

  @Test
  void grantsInTheListThatIsThere() {
    assertThat(AccessEdit.grant(TEXT, Place.access("main"), Set.of(Operation.PUSH), ANNA))
        .isEqualTo(
            TEXT.replace(
                "    push = group:devs   # all of us",
                "\tpush = group:devs, user:anna # all of us"));
  }

  @Test
  void findsASectionHoweverItIsSpelt() {
    Set<Operation> push = Set.of(Operation.PUSH);
    assertThat(AccessEdit.grant(TEXT, Place.access("refs/heads/main"), push, ANNA))
        .isEqualTo(AccessEdit.grant(TEXT, Place.access("main"), push, ANNA));
  }

  @Test
  void grantsInANewLineOrANewSection() {
    assertThat(AccessEdit.grant(TEXT, Place.access("main"), Set.of(Operation.DELETE), ANNA))
        .isEqualTo(TEXT.replace("# all of us\n", "# all of us\n\tdelete = user:anna\n"));
    assertThat(AccessEdit.grant(TEXT, Place.volume(), Set.of(Operation.GC), DEVS))
        .isEqualTo(TEXT + "\n[volume]\n\tgc = group:devs\n");
  }

  @Test
  void grantsNothingTwice() {
    assertThat(AccessEdit.grant(TEXT, Place.access("main"), Set.of(Operation.PUSH), DEVS))
        .isEqualTo(TEXT);
  }

  @Test
  void revokesAndKeepsComments() {
    assertThat(AccessEdit.revoke(TEXT, Place.access("main"), Set.of(Operation.PUSH), DEVS))
        .isEqualTo(
            """
            # The rules of our volume.
            \t# all of us
                ; nobody forces
            # for readers
            [access "refs/*"]
            \tread = registered
            """);
  }

  @Test
  void revokesOneOfSeveral() {
    String two = AccessEdit.grant(TEXT, Place.access("main"), Set.of(Operation.PUSH), ANNA);
    assertThat(AccessEdit.revoke(two, Place.access("main"), Set.of(Operation.PUSH), ANNA))
        .isEqualTo(TEXT.replace("    push = group:devs   #", "\tpush = group:devs #"));
  }

  @Test
  void saysWhereNothingIsToRevoke() {
    assertThatThrownBy(
            () -> AccessEdit.revoke(TEXT, Place.access("main"), Set.of(Operation.READ), ANNA))
        .hasMessageContaining("[access \"main\"] grants none of that to user:anna")
        .extracting(e -> ((VolaryException) e).fault())
        .isEqualTo(Fault.NOT_FOUND);
    assertThatThrownBy(() -> AccessEdit.unprotect(TEXT, "main"))
        .hasMessageContaining("There is no [protect \"main\"]");
  }

  @Test
  void refusesAnOperationThatDoesNotBelongThere() {
    assertThatThrownBy(
            () -> AccessEdit.grant(TEXT, Place.access("main"), Set.of(Operation.GC), ANNA))
        .hasMessageContaining("gc does not belong in [access \"main\"]");
    assertThatThrownBy(() -> Place.access("a**b")).hasMessageContaining("is no pattern");
  }

  @Test
  void protectsReplacesAndLifts() {
    Protection days = new Protection(true, false, Optional.empty(), Optional.of("90d"));
    String kept = AccessEdit.protect(TEXT, "recovery/*", days);
    assertThat(kept)
        .isEqualTo(TEXT + "\n[protect \"recovery/*\"]\n\tno-delete = true\n\tuntil = 90d\n");
    Protection few =
        new Protection(false, false, Optional.of(Set.of(DEVS, ANNA)), Optional.empty());
    assertThat(AccessEdit.protect(kept, "recovery/*", few))
        .isEqualTo(TEXT + "\n[protect \"recovery/*\"]\n\tpush = group:devs, user:anna\n");
    assertThat(AccessEdit.unprotect(kept, "recovery/*")).isEqualTo(TEXT);
    assertThat(AccessRules.parse(Level.VOLUME, kept).guards()).hasSize(2);
  }

  @Test
  void protectsOnceAndLeavesWhatOtherSectionsSay() {
    String text =
        """
        [protect "main"]
        [protect "tags/main"]
        \tno-force
        [protect "main"]
        \tpush = group:devs # few
        """;
    Protection straight = new Protection(false, true, Optional.empty(), Optional.empty());
    assertThat(AccessEdit.protect(text, "main", straight))
        .isEqualTo(
            """
            [protect "main"]
            \tno-force = true
            [protect "tags/main"]
            \tno-force
            \t# few
            """);
    assertThatThrownBy(
            () -> AccessEdit.grant(text, Place.protect("main"), Set.of(Operation.PUSH), ANNA))
        .isInstanceOf(VolaryException.class);
  }

  @Test
  void liftsAShortNameForBranchAndTag() {
    String both =
        "[protect \"refs/heads/main\"]\n[protect \"tags/main\"]\n\tno-force\n[protect \"main2\"]\n";
    assertThat(AccessEdit.unprotect(both, "main")).isEqualTo("[protect \"main2\"]\n");
  }

  @Test
  void closesAndOpensASection() {
    Set<Operation> push = Set.of(Operation.PUSH);
    String closed = AccessEdit.exclusive(TEXT, Place.access("main"), push, true);
    assertThat(closed).contains("# all of us\n\texclusive = push\n");
    assertThat(AccessEdit.exclusive(closed, Place.access("main"), push, false)).isEqualTo(TEXT);
  }

  @Test
  void beginsWithTheOwner() {
    AccessRules rules = AccessRules.parse(Level.VOLUME, AccessEdit.forOwner(ANNA));
    assertThat(rules.sections())
        .flatExtracting(Section::grants)
        .extracting(Section.Grant::operation)
        .containsExactlyInAnyOrder(Operation.values());
  }

  @Test
  void anythingGrantedIsRevokedWithoutATrace() {
    Seeds.each(
        200,
        random -> {
          String text = randomText(random);
          Place place = Place.access(pick(random, "a", "b/*", "tags/c", "refs/*", "${user}/x"));
          Set<Operation> operations =
              Set.of(pick(random, Operation.READ, Operation.PUSH, Operation.DELETE));
          Grantee zoe = Grantee.parse("user:zoe");
          AccessRules before = AccessRules.parse(Level.VOLUME, text);
          String granted = AccessEdit.grant(text, place, operations, zoe);
          AccessRules between = AccessRules.parse(Level.VOLUME, granted);
          AccessRules after =
              AccessRules.parse(Level.VOLUME, AccessEdit.revoke(granted, place, operations, zoe));
          assertThat(RuleChanges.between(before, between).orElseThrow()).hasSize(1);
          assertThat(RuleChanges.between(before, after).orElseThrow()).isEmpty();
          assertThat(comments(granted)).isEqualTo(comments(text));
        });
  }

  private static List<String> comments(String text) {
    return text.lines()
        .filter(line -> line.contains("#"))
        .map(line -> line.substring(line.indexOf('#')))
        .toList();
  }

  private static String randomText(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    int sections = random.nextInt(6);
    for (int i = 0; i < sections; i++) {
      text.append(random.nextBoolean() ? "# comment " + i + "\n" : "\n");
      String pattern = pick(random, "a", "heads/a", "b/*", "tags/c", "refs/*", "${user}/x");
      text.append("[access \"").append(pattern).append("\"]\n");
      int lines = random.nextInt(4);
      for (int j = 0; j < lines; j++) {
        text.append(pick(random, "read", "push", "delete", "admin"))
            .append(" = ")
            .append(pick(random, "user:anna", "group:devs, user:bob", "registered", ""))
            .append(pick(random, "", " # why " + j))
            .append('\n');
      }
    }
    return text.toString();
  }

  @SafeVarargs
  private static <T> T pick(RandomGenerator random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
