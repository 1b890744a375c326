package dev.volary.remote.access.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.fixtures.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The strict part of Git's syntax, held against Git's own reading of it.
final class ConfigTextTest {
  private static final String[] PIECES = {
    "[a]",
    "[a \"b/*\"]",
    "[A \"b c#;\"] # why",
    "[x-1 \"\"]",
    "\tread = one, two",
    "k=v",
    "Key =",
    "bare",
    "\tk = v ; why",
    "k = v#why",
    "# alone",
    "  ; alone",
    "",
    "   ",
    "k = a  b",
    "k = [x]",
    "k = v\r",
    "k = =",
    "k = true",
    "\t[b]",
    "[a.b]",
    "[a \"b\\\"c\"]",
    "k = \"q\"",
    "k = \\",
    "1 = x",
    "[a] k = v",
    "k v",
    "[",
    "]",
    "k = \u00e4\u20ac",
    "[ä]",
    "bare # why"
  };

  @Test
  void whateverIsAcceptedMeansTheSameToGit() {
    int[] accepted = {0};
    Seeds.each(
        400,
        random -> {
          try {
            assertSameAsGit(text(random));
            accepted[0]++;
          } catch (VolaryException e) {
            assertThat(e.fault()).isEqualTo(Fault.USAGE);
          }
        });
    if (Long.getLong("volary.seed") == null) {
      assertThat(accepted[0]).isGreaterThan(20);
    }
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder("[first]\n");
    int lines = random.nextInt(6);
    for (int i = 0; i < lines; i++) {
      // The first twenty are sound; a text with a wrong one is refused as a whole.
      int bound = random.nextInt(8) == 0 ? PIECES.length : 20;
      text.append(PIECES[random.nextInt(bound)]).append(random.nextInt(9) == 0 ? "" : "\n");
    }
    return text.toString();
  }

  /// Refuses the text, or finds in it what JGit finds.
  static void assertSameAsGit(String text) throws ConfigInvalidException {
    Map<String, List<String>> ours = new TreeMap<>();
    String section = "";
    for (ConfigLine line : ConfigText.parse(text)) {
      switch (line) {
        case ConfigLine.Filler _ -> {}
        case ConfigLine.Heading heading -> section = heading.section() + " " + heading.subsection();
        case ConfigLine.Setting setting ->
            ours.computeIfAbsent(section + " " + setting.key(), _ -> new ArrayList<>())
                .add(setting.value().orElse(""));
      }
    }
    Config config = new Config();
    // JGit, unlike Git, stumbles over a key without a value at the very end, or before CR LF.
    config.fromText(text.replace("\r\n", "\n") + "\n");
    assertThat(gits(config)).isEqualTo(ours);
  }

  private static Map<String, List<String>> gits(Config config) {
    Map<String, List<String>> all = new TreeMap<>();
    for (String section : config.getSections()) {
      List<String> names = new ArrayList<>(config.getSubsections(section));
      names.add(null);
      for (String name : names) {
        for (String key : config.getNames(section, name)) {
          List<String> values = new ArrayList<>();
          for (String value : config.getStringList(section, name, key)) {
            values.add(value == null ? "" : value);
          }
          String where = section.toLowerCase(java.util.Locale.ROOT) + " ";
          where += java.util.Optional.ofNullable(name);
          all.put(where + " " + key.toLowerCase(java.util.Locale.ROOT), values);
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k = v",
        "[a]\nk = \"v\"",
        "[a]\nk = v\\",
        "[a.b]",
        "[a] k = v",
        "[a \"b",
        "[a]\nk v",
        "[a]\n\u0000",
        "\ufeff[a]",
        "[a]\nk_ = v",
        "[]",
        "[a \"b\" \"c\"]",
        "[a]\nbare # why"
      })
  void refusesWhatIsNotStrict(String text) {
    assertThatThrownBy(() -> ConfigText.parse(text))
        .isInstanceOf(VolaryException.class)
        .hasMessageMatching("line [12]: .*");
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> ConfigText.parse("#".repeat(ConfigText.MAX_BYTES + 1)))
        .hasMessageContaining("64 KiB");
    assertThat(ConfigText.parse("#".repeat(ConfigText.MAX_BYTES))).hasSize(1);
  }
}
