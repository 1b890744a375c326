package dev.volary.cli.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// The main classes of the modules on the class path.
final class MainClasses {
  private MainClasses() {}

  /// Everything of ours but what was compiled from tests and fixtures.
  static JavaClasses all() {
    String tests = testClasses();
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains(tests))
            .withImportOption(location -> !location.contains("/dev/volary/fixtures/"))
            .importPackages("dev.volary");
    // A rule on no classes would hold: the two ends of the module chain must be there.
    classes.get("dev.volary.cli.Main");
    classes.get("dev.volary.core.error.VolaryException");
    return classes;
  }

  private static String testClasses() {
    try {
      return Path.of(MainClasses.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toUri()
          .getPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
