package dev.volary.cli.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds the packages of the three modules to the import table.
final class ImportTableTest {
  private static final JavaClasses CLASSES = MainClasses.all();

  @Test
  void everyPackageHasARow() {
    assertThat(CLASSES)
        .extracting(JavaClass::getPackageName)
        .doesNotContainNull()
        .allMatch(name -> ImportTable.place(name).isPresent(), "has a row in the import table");
  }

  @Test
  void packagesImportOnlyWhatStandsAbove() {
    TreeSet<String> objections = new TreeSet<>();
    for (JavaClass user : CLASSES) {
      user.getDirectDependenciesFromSelf().stream()
          .filter(use -> use.getTargetClass().getPackageName().startsWith("dev.volary"))
          .forEach(use ->
              ImportTable.objection(user.getPackageName(), use.getTargetClass().getPackageName())
                  .ifPresent(why -> objections.add(why + ": " + use.getDescription())));
    }
    assertThat(objections).isEmpty();
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.volary.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "core.store.pack, core.object, true",
    "core.object, core.store.pack, false",
    "core.store, core.store.pack, true",
    "core.restore, core.capture, false",
    "core.verify, core.reach, true",
    "core.depot, core.gc, true",
    "remote.server, remote.client, false",
    "remote.server.git, remote.client, false",
    "remote.server.git, remote.server, true",
    "remote.server, remote.server.git, false",
    "cli.command.history, cli.output, true",
    "cli.command.history, cli, false",
    "cli, cli.command.history, true",
    "core.depot, cli.output, false",
    "core.unheard, core.error, false",
  })
  void theTableItself(String from, String to, boolean allowed) {
    assertThat(ImportTable.objection("dev.volary." + from, "dev.volary." + to).isEmpty())
        .isEqualTo(allowed);
  }
}
