package dev.volary.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Pure inside, effects at the rim: each effect has the places it may come from, and reaches others
/// through constructors.
final class RimTest {
  private static final JavaClasses CLASSES = MainClasses.all();

  /// Where the program is wired together.
  private static final String WIRING = "dev.volary.cli";

  private static final Set<String> TIME_TYPES =
      Set.of(
          Instant.class.getName(),
          LocalDate.class.getName(),
          LocalDateTime.class.getName(),
          ZonedDateTime.class.getName(),
          OffsetDateTime.class.getName());

  private static final Set<String> RANDOM_TYPES =
      Set.of(
          Random.class.getName(), SplittableRandom.class.getName(), SecureRandom.class.getName());

  @Test
  void onlyOnePackageSpeaksToTheKernel() {
    noClasses()
        .that(outside("dev.volary.core.linux"))
        .should()
        .dependOnClassesThat(resideInAPackage("java.lang.foreign.."))
        .check(CLASSES);
  }

  @Test
  void onlyHistoryKnowsGit() {
    noClasses()
        .that(outside("dev.volary.core.history..", "dev.volary.remote.server.git.."))
        .should()
        .dependOnClassesThat(resideInAPackage("org.eclipse.jgit.."))
        .check(CLASSES);
  }

  @Test
  void onlyOutputHasTheStandardStreams() {
    noClasses()
        .that(outside("dev.volary.cli.output"))
        .should()
        .accessTargetWhere(access("a standard stream", RimTest::isStandardStream))
        .check(CLASSES);
  }

  @Test
  void timeComesFromAClockThatIsPassedIn() {
    noClasses()
        .that(outside(WIRING))
        .should()
        .accessTargetWhere(access("the ambient time", RimTest::isAmbientTime))
        .check(CLASSES);
  }

  @Test
  void chanceComesFromASourceThatIsPassedIn() {
    noClasses()
        .that(outside(WIRING))
        .should()
        .accessTargetWhere(access("ambient randomness", RimTest::isAmbientChance))
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }

  private static DescribedPredicate<JavaAccess<?>> access(String what, Target target) {
    return describe(
        what,
        use ->
            target.test(
                use.getTargetOwner().getName(),
                use.getTarget().getName(),
                use.getTarget().resolveMember().map(RimTest::isWithoutParameters).orElse(true)));
  }

  private static boolean isWithoutParameters(JavaMember member) {
    return member.getDescriptor().startsWith("()");
  }

  private static boolean isStandardStream(String owner, String name, boolean plain) {
    return owner.equals("java.lang.System") && Set.of("in", "out", "err", "console").contains(name);
  }

  private static boolean isAmbientTime(String owner, String name, boolean plain) {
    return TIME_TYPES.contains(owner) && name.equals("now") && plain
        || owner.equals("java.lang.System") && name.equals("currentTimeMillis")
        || owner.equals(Clock.class.getName()) && name.startsWith("system")
        || owner.equals(InstantSource.class.getName()) && name.equals("system")
        || owner.equals(Date.class.getName()) && name.equals("<init>") && plain;
  }

  private static boolean isAmbientChance(String owner, String name, boolean plain) {
    return RANDOM_TYPES.contains(owner) && name.equals("<init>") && plain
        || owner.equals("java.lang.Math") && name.equals("random")
        || owner.equals(UUID.class.getName()) && name.equals("randomUUID")
        || owner.equals(ThreadLocalRandom.class.getName()) && name.equals("current");
  }

  /// Whether an access is meant: the owner's name, the member's name, and whether it takes no
  /// parameters.
  private interface Target {
    boolean test(String owner, String name, boolean plain);
  }
}
