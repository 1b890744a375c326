package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is typed wrong is answered with one sentence, the right exit code and near misses.
final class WrongWordsTest {
  @TempDir private Path place;
  private Scene scene;

  @BeforeEach
  void volume() throws IOException {
    scene = new Scene(place).withVolume();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lgo                             | 2 | unknown verb 'lgo'; did you mean log?
          tga v2                          | 2 | unknown verb 'tga'; did you mean tag?
          xyzzy                           | 2 | unknown verb 'xyzzy'; `volary help` lists them
          log --onelin                    | 2 | --oneline
          log -n many                     | 2 | 'many'
          log -n -3                       | 2 | number of commits
          log --since                     | 2 | --since
          log a b                         | 2 | explains it
          log --since never               | 2 | never
          show mian                       | 3 | main
          show pgdat@main                 | 3 | main
          show nowhere                    | 3 | nowhere
          -C pgdat log                    | 3 | did you mean pgdata?
          ls main:bas                     | 3 | bas
          cat main                        | 2 | REV:PATH
          branch bad..name                | 2 | bad..name
          branch old                      | 4 | already
          branch -d nowhere               | 3 | nowhere
          branch -d main                  | 4 | live
          tag v1                          | 4 | v1
          tag -d v9                       | 3 | v9
          label main =x                   | 2 | KEY=VALUE
          reflog nowhere --json=5         | 2 | --json
          help lgo                        | 2 | did you mean log?
          trash                           | 2 | trash
          trash restore nothing           | 3 | nothing
          rename pgdata                   | 2 | NEW
          rename pgdta other              | 3 | did you mean pgdata?
          rename pgdata UPPER             | 2 | UPPER
          remove pgdata                   | 4 | --confirm=pgdata
          remove pgdata --confirm=other   | 4 | --confirm=pgdata
          remove pgdta --confirm=pgdta    | 3 | did you mean pgdata?
          config nodots                   | 2 | section.name
          config user.nothing             | 3 | user.nothing
          config depot.minFree lots       | 2 | 5%
          config --unset user.nothing     | 3 | user.nothing
          ignore add                      | 2 | RULE
          ignore remove nothing           | 3 | nothing
          diff nowhere main               | 3 | nowhere
          diff a b c                      | 2 | at most two
          """)
  void oneSentence(String words, int exitCode, String told) {
    Scene.Ran ran = scene.run(words.split(" +"));
    assertThat(ran.err()).contains(told).startsWith("volary: ").hasLineCount(1);
    assertThat(ran.exitCode()).isEqualTo(exitCode);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void errorsAreJsonWhereTheAnswerWouldBe() {
    assertThat(scene.run("--json", "lgo").err())
        .startsWith("{\"schema\":\"volary.error/1\",\"code\":\"usage\",\"exitCode\":2,");
    assertThat(scene.run("show", "nowhere", "--json").err()).contains("\"code\":\"not-found\"");
    assertThat(scene.run("log", "--wrong", "--json").err()).startsWith("{\"schema\"");
  }

  @Test
  void aTraceIsShownOnlyWhenAskedFor() {
    assertThat(scene.run("show", "nowhere").err()).doesNotContain("\tat ");
    assertThat(scene.run("show", "nowhere", "--debug").err()).contains("\tat ");
  }

  @Test
  void globalOptionsStandBeforeOrAfterTheVerb() {
    String before = scene.ok("-q", "-C", "pgdata", "log");
    assertThat(scene.ok("log", "-C", "pgdata", "-q")).isEqualTo(before);
    assertThat(scene.ok("log", "-qCpgdata")).isEqualTo(before);
  }

  @Test
  void withoutAVerbTheyAreListed() {
    Scene.Ran alone = scene.run();
    assertThat(alone.out()).contains("Look into history:", "  log ", "  list ");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(scene.ok("--help")).isEqualTo(alone.out());
    assertThat(scene.ok("help")).isEqualTo(alone.out());
    assertThat(scene.ok("--version")).isEqualTo(scene.ok("version")).startsWith("volary ");
  }
}
