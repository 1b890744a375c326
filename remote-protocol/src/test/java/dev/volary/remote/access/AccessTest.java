package dev.volary.remote.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What verdicts say, to whom, and the questions beside them.
final class AccessTest {
  private static final Instant NOW = VerdictTable.NOW;
  private static final RefName MAIN = RefName.branch("main");
  private static final Caller ANNA = Caller.of(new Subject.User("anna", Set.of("devs")));
  private static final Caller LEA = Caller.of(new Subject.User("lea", Set.of("leads")));

  private static final Access ACCESS =
      access(
          """
          [access "refs/*"]
          \tread = group:devs
          \tpush = group:devs
          \tadmin = group:leads
          [access "main"]
          \tpush = group:leads
          \texclusive = push
          [access "users/${user}/*"]
          \tpush = registered, group:devs
          [protect "kept"]
          \tno-force
          """);

  private static Access access(String text) {
    return Access.of("pgdata", MAIN, List.of(AccessRules.parse(Level.VOLUME, text)));
  }

  @Test
  void namesTheRuleOnlyToThoseWhoMayReadIt() {
    Verdict.Denied denied = denied(ACCESS.check(ANNA, Operation.PUSH, MAIN, NOW));
    assertThat(ACCESS.mayReadRules(ANNA, NOW)).isFalse();
    assertThat(ACCESS.mayReadRules(LEA, NOW)).isTrue();
    assertThat(denied.text(false)).isEqualTo("anna may not push refs/heads/main");
    assertThat(denied.text(true))
        .isEqualTo(
            "anna may not push refs/heads/main: 'push = group:devs' in [access \"refs/*\"], the"
                + " volume's rules, line 3 is cut off by 'exclusive = push' in [access \"main\"],"
                + " the volume's rules, line 7");
  }

  @Test
  void saysTheSameWhetherOrNotACommitIsHere() {
    RefChange.Target hidden = new RefChange.Target(false, Optional.empty());
    RefName topic = RefName.branch("topic");
    Verdict verdict =
        ACCESS
            .judge(List.of(new RefChange.Update(topic, hidden, true, Optional.empty())), ANNA, NOW)
            .getFirst()
            .verdict();
    assertThat(denied(verdict).text(true))
        .isEqualTo("refs/heads/topic can't point there: the commit is not here");
  }

  @Test
  void namesTheLineOfRulesThatAreRefused() {
    RefChange push =
        new RefChange.Update(
            Advertised.ACCESS,
            RefChange.Target.rules("[access \"refs/*\"]\nadmn = group:leads\n"),
            true,
            Optional.empty());
    assertThat(denied(ACCESS.judge(List.of(push), LEA, NOW).getFirst().verdict()).text(false))
        .startsWith("these rules are refused: access.config of the volume's rules, line 2: 'admn'");
  }

  @Test
  void saysOnWhatAProtectedRefRests() {
    Access access =
        access("[access \"refs/*\"]\n\tforce = registered\n[protect \"kept\"]\n\tno-force\n");
    Verdict.Denied denied =
        denied(access.check(ANNA, Operation.FORCE, RefName.branch("kept"), NOW));
    assertThat(denied.text(false)).isEqualTo("anna may not force refs/heads/kept: it is protected");
    assertThat(denied.text(true))
        .endsWith(
            "by 'no-force' in [protect \"kept\"], the volume's rules, line 3; `volary unprotect`"
                + " lifts that");
  }

  @Test
  void explainsRuleByRule() {
    Explanation explanation = ACCESS.explain(ANNA, Operation.PUSH, MAIN, NOW);
    assertThat(explanation.verdict()).isEqualTo(ACCESS.check(ANNA, Operation.PUSH, MAIN, NOW));
    assertThat(explanation.lines())
        .containsExactly(
            "names others than anna: 'push = group:leads' in [access \"main\"], the volume's"
                + " rules, line 6",
            "cuts broader rules off: 'exclusive = push' in [access \"main\"], the volume's rules,"
                + " line 7",
            "is cut off, though it names anna: 'push = group:devs' in [access \"refs/*\"], the"
                + " volume's rules, line 3");
  }

  @Test
  void tellsWhoMay() {
    assertThat(ACCESS.who(MAIN, NOW).granted())
        .extracting(holding -> holding.operation() + " " + holding.grantee())
        .containsExactly("read group:devs", "push group:leads", "admin group:leads");
    Holders own = ACCESS.who(RefName.branch("users/bob/x"), NOW);
    assertThat(own.granted())
        .filteredOn(holding -> holding.only().equals(Optional.of("bob")))
        .extracting(holding -> holding.operation() + " " + holding.grantee())
        .containsExactly("push group:devs", "push registered");
    assertThat(ACCESS.who(RefName.tag("kept"), NOW).guards()).hasSize(1);
  }

  @Test
  void showsOnlyWhatMayBeRead() {
    List<RefName> refs =
        List.of(
            MAIN,
            RefName.tag("v1"),
            Advertised.LABELS,
            Advertised.ACCESS,
            new RefName("refs/volary/kept/1"),
            new RefName("refs/remotes/o/main"));
    assertThat(ACCESS.readable(refs, ANNA, NOW))
        .containsExactly(MAIN, RefName.tag("v1"), Advertised.LABELS);
    assertThat(ACCESS.readable(refs, LEA, NOW)).containsExactly(Advertised.ACCESS);
    assertThat(ACCESS.readable(refs, Caller.of(new Subject.Anonymous()), NOW)).isEmpty();
  }

  @Test
  void takesALevelOnce() {
    AccessRules none = AccessRules.none(Level.HUB);
    assertThatThrownBy(() -> Access.of("pgdata", MAIN, List.of(none, none)))
        .isInstanceOf(VolaryException.class);
  }

  @Test
  void spendsLittleOnAManyStarredPattern() {
    String stars = "a*".repeat(200) + "b";
    Access access = access("[access \"refs/heads/" + stars + "\"]\n\tread = registered\n");
    RefName ref = RefName.branch("a".repeat(200));
    assertThat(access.check(ANNA, Operation.READ, ref, NOW).isAllowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[access \"refs/**\"]",
        "[access \"a//b\"]",
        "[access \"/a\"]",
        "[access \"a/\"]",
        "[access \"${group}\"]",
        "[access \"${user}*\"]",
        "[access \"${user}${user}\"]",
        "[access \"a b\"]",
        "[access \"a[b]\"]",
        "[access \"a?\"]",
        "[access \"\"]",
        "[access]",
        "[volume \"x\"]",
        "[protect]",
        "[other \"x\"]",
        "[block]\nall = registered",
        "[access \"a\"]\nread = bob",
        "[access \"a\"]\nread",
        "[access \"a\"]\nread = user:",
        "[access \"a\"]\nread = user:Anna",
        "[access \"a\"]\nread = group:a,",
        "[access \"a\"]\nall = registered",
        "[access \"a\"]\ngc = registered",
        "[access \"a\"]\nexclusive = gc",
        "[access \"a\"]\nexclusive = ",
        "[volume]\npush = registered",
        "[volume]\nvolume.create = registered",
        "[protect \"a\"]\nno-delete = maybe",
        "[protect \"a\"]\nuntil = tomorrow",
        "[protect \"a\"]\nuntil = 90d\nuntil = 80d",
        "[protect \"a\"]\nread = registered",
        "[protect \"a\"]\npush = registered\nuntil = 90d",
        "[protect \"a\"]\npush"
      })
  void understandsNothingHalf(String text) {
    assertThatThrownBy(() -> AccessRules.parse(Level.VOLUME, text))
        .isInstanceOf(VolaryException.class)
        .hasMessageMatching("access\\.config of the volume's rules, line \\d+: .*");
  }

  @Test
  void theProtocolsExamplesAreRules() throws IOException {
    Path file = Path.of("PROTOCOL.md");
    String text =
        Files.readString(Files.exists(file) ? file : Path.of("remote-protocol").resolve(file));
    List<String> examples =
        Arrays.stream(text.split("(?m)^```\\w*$"))
            .filter(block -> block.contains("[access \"refs/*\"]\n    read ") || isHubs(block))
            .toList();
    assertThat(examples).hasSize(2);
    for (String example : examples) {
      assertThat(AccessRules.parse(Level.HUB, example).sections()).isNotEmpty();
    }
  }

  private static boolean isHubs(String block) {
    return block.contains("[block]\n    all = user:gone");
  }

  private static Verdict.Denied denied(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    return (Verdict.Denied) verdict;
  }
}
