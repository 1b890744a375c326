package dev.volary.remote.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.history.RefName;
import dev.volary.fixtures.Seeds;
import dev.volary.remote.access.VerdictTable.Case;
import dev.volary.remote.access.VerdictTable.Scenario;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What the rules say, case by case, and that it does not depend on the order they stand in.
final class VerdictTableTest {
  private static final List<Scenario> SCENARIOS = VerdictTable.read();
  private static final Pattern AGED = Pattern.compile("([a-z]+)\\(([0-9]+)d\\)");

  static Stream<Arguments> cases() {
    return SCENARIOS.stream()
        .flatMap(scenario -> scenario.cases().stream().map(one -> Arguments.of(scenario, one)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("cases")
  void isAsTheTableSays(Scenario scenario, Case one) {
    Access access = scenario.access();
    assertThat(verdict(access, scenario, one)).as(scenario.title()).isEqualTo(one.expected());
  }

  @Test
  void thereAreManyCases() {
    assertThat(cases().distinct().count()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void orderInTheTextNeverMatters() {
    Seeds.each(
        30,
        random -> {
          for (Scenario scenario : SCENARIOS) {
            Access access = scenario.access(text -> shuffled(text, random));
            for (Case one : scenario.cases()) {
              assertThat(verdict(access, scenario, one))
                  .as(scenario.title() + ": " + one)
                  .isEqualTo(one.expected());
            }
          }
        });
  }

  /// The sections in another order, and the lines of each.
  private static String shuffled(String text, RandomGenerator random) {
    List<String> sections = new ArrayList<>(Arrays.asList(text.split("(?m)^(?=\\[)")));
    sections.removeIf(String::isBlank);
    // Random takes a seed of its own; what decides is the generator of the trial.
    Collections.shuffle(sections, new Random(random.nextLong()));
    StringBuilder all = new StringBuilder();
    for (String section : sections) {
      List<String> lines = new ArrayList<>(section.lines().toList());
      Collections.shuffle(lines.subList(1, lines.size()), new Random(random.nextLong()));
      lines.forEach(line -> all.append(line).append('\n'));
    }
    return all.toString();
  }

  private static String verdict(Access access, Scenario scenario, Case one) {
    Caller caller = scenario.caller(one.subject());
    Instant now = VerdictTable.NOW;
    if (one.ref().equals("-")) {
      return text(access.check(caller, Operation.parse(one.operation()), now));
    }
    List<RefChange> changes = changes(scenario, one);
    List<RefVerdict> judged = access.judge(changes, caller, now);
    assertThat(judged).extracting(RefVerdict::change).isEqualTo(changes);
    Optional<String> all =
        judged.stream()
            .filter(verdict -> matters(one, verdict))
            .map(verdict -> text(verdict.verdict()))
            .min(String::compareTo);
    if (all.isPresent() && !isPlain(one)) {
      return all.get();
    }
    String checked =
        text(access.check(caller, Operation.parse(one.operation()), ref(one.ref()), now));
    all.ifPresent(verdict -> assertThat(verdict).isEqualTo(checked));
    return checked;
  }

  /// In a push of rules with something else, the something else.
  private static boolean matters(Case one, RefVerdict verdict) {
    return !one.operation().startsWith("rules:") || verdict.change().ref().equals(ref(one.ref()));
  }

  /// Whether the operation alone, without a push, must come to the same.
  private static boolean isPlain(Case one) {
    return Arrays.stream(Operation.values()).anyMatch(each -> each.text().equals(one.operation()));
  }

  private static List<RefChange> changes(Scenario scenario, Case one) {
    Matcher aged = AGED.matcher(one.operation());
    if (aged.matches()) {
      Instant since = VerdictTable.NOW.minus(Duration.ofDays(Long.parseLong(aged.group(2))));
      return change(aged.group(1), ref(one.ref()), Optional.of(since));
    }
    if (one.operation().startsWith("rules:")) {
      String[] parts = one.operation().substring("rules:".length()).split(",");
      RefChange.Target target = RefChange.Target.rules(scenario.texts().get("rules " + parts[0]));
      List<RefChange> changes = new ArrayList<>();
      changes.add(new RefChange.Update(Advertised.ACCESS, target, true, Optional.empty()));
      if (parts.length > 1) {
        changes.addAll(change(parts[1], ref(one.ref()), Optional.empty()));
      }
      return changes;
    }
    if (one.operation().equals("rename")) {
      String[] names = one.ref().split(" -> ");
      return RefChange.rename(
          ref(names[0]), ref(names[1]), RefChange.Target.DATA, Optional.empty());
    }
    return change(one.operation(), ref(one.ref()), Optional.empty());
  }

  private static List<RefChange> change(String operation, RefName ref, Optional<Instant> since) {
    // A push to the ref of the rules brings rules that are in order, so that the right alone
    // decides.
    RefChange.Target target =
        ref.equals(Advertised.ACCESS)
            ? RefChange.Target.rules("[access \"refs/*\"]\n\tadmin = user:somebody\n")
            : RefChange.Target.DATA;
    return switch (operation.toLowerCase(Locale.ROOT)) {
      case "create" -> List.of(new RefChange.Create(ref, target));
      case "hidden-create" ->
          List.of(new RefChange.Create(ref, new RefChange.Target(false, Optional.empty())));
      case "push" -> List.of(new RefChange.Update(ref, target, true, since));
      case "force" -> List.of(new RefChange.Update(ref, target, false, since));
      case "delete" -> List.of(new RefChange.Delete(ref, since));
      default -> List.of();
    };
  }

  private static RefName ref(String text) {
    return text.startsWith("refs/") ? new RefName(text) : RefName.branch(text);
  }

  private static String text(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed _ -> "yes";
      case Verdict.Denied denied -> "no " + denied.reason().code();
    };
  }
}
