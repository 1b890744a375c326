package dev.volary.core.history.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings files read and written so that stock Git agrees.
final class ConfigFileTest {
  private static final SettingKey NAME = SettingKey.parse("user.name");
  private static final SettingKey URL = SettingKey.parse("remote.my.hub.url");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("deep/config");
  }

  private static void fails(Fault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VolaryException.class, e -> assertThat(e.fault()).isEqualTo(fault));
  }

  private String git(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("git", "config", "-f", file.toString()));
    all.addAll(List.of(words));
    return Command.of(all).succeed().out();
  }

  @Test
  void stockGitReadsWhatIsWritten() {
    String odd = " two  spaces, a # hash; a \"quote\" and a \\ ";
    ConfigFile config = ConfigFile.read(file);
    config.set(NAME, odd);
    config.setAll(URL, List.of("one", "two"));

    assertThat(git("user.name")).isEqualTo(odd + "\n");
    assertThat(git("--get-all", "remote.my.hub.url")).isEqualTo("one\ntwo\n");
    ConfigFile again = ConfigFile.read(file);
    assertThat(again.get(NAME)).contains(odd);
    assertThat(again.get(SettingKey.parse("USER.Name"))).contains(odd);
    assertThat(again.get(URL)).contains("two");
    assertThat(again.list())
        .containsExactlyInAnyOrder(
            new ConfigFile.Setting(NAME, odd, file),
            new ConfigFile.Setting(URL, "one", file),
            new ConfigFile.Setting(URL, "two", file));
  }

  @Test
  void keepsCommentsAndForgetsSettings() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# mine\n[user]\n\tname = Ann ; she\n[depot]\n\tbare\n");
    ConfigFile config = ConfigFile.read(file);
    assertThat(config.get(NAME)).contains("Ann");
    assertThat(config.get(SettingKey.parse("depot.bare"))).contains("");
    config.set(SettingKey.parse("user.email"), "a@b");
    config.unset(NAME);

    assertThat(Files.readString(file)).contains("# mine").contains("email = a@b");
    assertThat(ConfigFile.read(file).get(NAME)).isEmpty();
    fails(Fault.NOT_FOUND, () -> config.unset(NAME));
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThat(ConfigFile.read(file).list()).isEmpty();
    Files.createDirectories(file.getParent());
    Files.writeString(file, "[user\nname");
    fails(Fault.CORRUPT, () -> ConfigFile.read(file));
    for (String bad : List.of("user", ".name", "user.", "us er.name", "user.na me", "user.1x")) {
      fails(Fault.USAGE, () -> SettingKey.parse(bad));
    }
    assertThat(SettingKey.parse("a.b.c.d"))
        .isEqualTo(new SettingKey("a", Optional.of("b.c"), "d"))
        .hasToString("a.b.c.d");
  }
}
