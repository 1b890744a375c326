package dev.volary.core.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.linux.Linux;
import dev.volary.fixtures.process.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user without privileges can't hold is carried over, not lost.
final class PlainUserTest {
  private static final String NOBODY = "65534";

  /// What the program needs of its libraries.
  private static final Pattern NEEDED =
      Pattern.compile(".*(commons-codec|volary|fixtures).*\\.jar");

  @TempDir Path folder;

  @Test
  void aCloneByAPlainUserCommitsTheOwnersItCouldNotSet() throws IOException {
    assumeTrue(Linux.effectiveUser() == 0, "only root can become another user");
    assumeTrue(Command.available("setpriv"), "no setpriv");
    Path home = Files.createDirectories(folder.resolve("home"));
    String classPath = readableClassPath();
    Command.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()).succeed();
    String out =
        Command.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                PlainUserClone.class.getName(),
                home.toString())
            .succeed()
            .out();
    assertThat(out)
        .isEqualTo(
            """
            same root, nothing to do
            locked 0400 counts as 0000, then as 0750
            sealed 0700 counts as 0000, then as 0750
            listed 0450 counts as 0050, then as 0750
            """);
  }

  /// Copies the class path: the originals may lie in root's home.
  private String readableClassPath() throws IOException {
    Path copies = Files.createDirectories(folder.resolve("classes"));
    List<String> elements = new ArrayList<>();
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      boolean needed = Files.isDirectory(Path.of(element)) || NEEDED.matcher(element).matches();
      if (needed) {
        Path copy = copies.resolve(elements.size() + "-" + Path.of(element).getFileName());
        Command.of("cp", "-rL", element, copy.toString()).succeed();
        elements.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, elements);
  }
}
