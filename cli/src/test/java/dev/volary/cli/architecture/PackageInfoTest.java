package dev.volary.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every package of main code says in one sentence what lives in it.
final class PackageInfoTest {
  @Test
  void everyPackageHasOne() throws IOException {
    Path top = Path.of("").toAbsolutePath().getParent();
    List<Path> without;
    try (var files = Files.walk(top)) {
      without =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/main/java/"))
              .map(Path::getParent)
              .distinct()
              .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
              .toList();
    }
    assertThat(without).isEmpty();
  }
}
