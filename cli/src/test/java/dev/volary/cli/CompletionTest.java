package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shells complete verbs, options and names.
final class CompletionTest {
  @TempDir private Path place;
  private Scene scene;

  @BeforeEach
  void volume() throws IOException {
    scene = new Scene(place).withVolume();
  }

  @ParameterizedTest
  @CsvSource({
    "revisions, '', pgdata@ main old v1",
    "revisions, m, main",
    "revisions, pgdata@, pgdata@main pgdata@old pgdata@v1",
    "revisions, pgdata@v, pgdata@v1",
    "revisions, main:, main:base/ main:new",
    "revisions, main:base/, main:base/1 main:base/moved",
    "revisions, pgdata@v1:base/, pgdata@v1:base/1 pgdata@v1:base/2",
    "revisions, nowhere:, ''",
    "revisions, none@, ''",
    "branches, '', main old",
    "tags, '', v1",
    "refs, '', main old v1",
    "remotes, '', ''",
    "volumes, pg, pgdata",
    "shells, z, zsh",
    "settings, user.n, user.name",
    "nonsense, x, ''",
  })
  void namesComeFromTheDepot(String kind, String typed, String expected) {
    List<String> words = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
    assertThat(scene.ok("__complete", kind, "--", typed).lines().toList()).isEqualTo(words);
  }

  @Test
  void worktreesArePlaces() {
    assertThat(scene.ok("__complete", "places").lines())
        .containsExactly("pgdata", "pgdata@main", scene.worktreeDirectory().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'volary sho', show",
    "'volary log --gr', --graph",
    "'volary log --json --gr', --graph",
    "'volary trash re', restore",
    "'volary trash restore pg', asked:trash:pg",
    "'volary show ', asked:revisions:",
    "'volary show pgdata@m', asked:revisions:pgdata@m",
    "'volary -C pgdata switch ma', -C pgdata asked:branches:ma",
    "'volary -C pg', asked:places:pg",
    "'volary help comm', commit",
    "'volary fetch ', 'asked:remotes:\nasked:refs:'",
    "'volary completion ba', asked:shells:ba",
    "'volary --dep', --depot",
  })
  void bashCompletes(String line, String expected) throws IOException {
    // The table is the real one; the names come from a stand-in that tells what it was asked.
    Path script = Files.writeString(place.resolve("volary.bash"), scene.ok("completion", "bash"));
    Path program = place.resolve("volary");
    Files.writeString(
        program,
        """
        #!/bin/bash
        where=; while [[ $1 != __complete ]]; do where+="$1 "; shift; done
        echo "${where}asked:$2:$4"
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String trial =
        """
        source "$1"
        COMP_LINE=${2/volary/$3} COMP_POINT=${#COMP_LINE} COMP_WORDBREAKS=
        COMP_POINT=${#COMP_LINE}
        COMP_WORDS=($COMP_LINE)
        _volary
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    String out =
        Command.of(
                "bash", "--norc", "-c", trial, "bash", script.toString(), line, program.toString())
            .run()
            .expect(0)
            .out();
    assertThat(out.strip()).isEqualTo(expected);
  }

  @Test
  void bashIsGivenOnlyWhatFollowsItsWordBreaks() throws IOException {
    Path script = Files.writeString(place.resolve("volary.bash"), scene.ok("completion", "bash"));
    String trial =
        """
        source "$1"
        _volary_names() { echo pgdata@main; echo pgdata@main:base/; }
        COMP_LINE='volary show pgdata@ma' COMP_POINT=21 COMP_WORDBREAKS=' @:='
        COMP_WORDS=(volary show pgdata @ ma)
        _volary
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    String out =
        Command.of("bash", "--norc", "-c", trial, "bash", script.toString()).run().expect(0).out();
    assertThat(out.lines()).containsExactly("main", "main:base/");
  }

  @Test
  void zshUnderstandsItsScript() throws IOException {
    requireZsh();
    Path script = Files.writeString(place.resolve("_volary"), scene.ok("completion", "zsh"));
    Command.of("zsh", "-n", script.toString()).run().expect(0);
  }

  @ParameterizedTest
  @CsvSource({
    "'volary sho', show",
    "'volary log --gr', --graph",
    "'volary log --json --gr', --graph",
    "'volary trash re', restore",
    "'volary trash restore pg', 'pg,asked:trash'",
    "'volary show pgdata@m', 'pgdata@m,asked:revisions'",
    "'volary -C pgdata switch ma', 'ma,-C,pgdata,asked:branches'",
    "'volary -C pg', 'pg,asked:places'",
    "'volary help comm', commit",
    "'volary completion ba', 'ba,asked:shells'",
    "'volary --dep', --depot",
  })
  void zshCompletes(String line, String expected) throws IOException {
    requireZsh();
    Path script = Files.writeString(place.resolve("_volary"), scene.ok("completion", "zsh"));
    // The table is the real one; the names come from a stand-in that tells what it was asked.
    Path program = place.resolve("volary");
    Files.writeString(
        program,
        """
        #!/bin/sh
        where=; while [ "$1" != __complete ]; do where="$where$1,"; shift; done
        echo "$4,${where}asked:$2"
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path trial =
        Files.writeString(
            place.resolve("trial"),
            """
            # Types a line into an interactive zsh, presses TAB, and prints what is offered.
            PATH=${3:h}:$PATH
            zmodload zsh/zpty
            # Two pipes: who opens one anew while its last writer has yet to close it reads nothing.
            mkfifo $3 $3.ready
            zpty -b shell zsh -fi
            zpty -w shell "out=$3; PS1=; autoload -U compinit; compinit -D -u; source $1"
            zpty -w shell 'typeset -aU offered'
            zpty -w shell 'compadd() { local -a hits; builtin compadd -O hits "$@"; offered+=($hits); }'
            zpty -w shell 'tell() { print -rl -- $offered >$out; }; zle -N tell; bindkey "^F" tell'
            zpty -w shell 'bindkey "^I" complete-word; zle-line-init() { print >$out.ready; }; zle -N zle-line-init'
            read <$3.ready
            zpty -w -n shell "$2"$'\\t'$'\\x06'
            print -r -- "$(<$3)"
            zpty -d shell
            """);
    String out =
        Command.of(
                "zsh",
                "-f",
                trial.toString(),
                script.toString(),
                line,
                place.resolve("offered").toString())
            .run()
            .expect(0)
            .out();
    assertThat(out.strip()).isEqualTo(expected);
  }

  private static void requireZsh() {
    assumeTrue(Command.available("zsh"), "zsh is not installed");
  }
}
