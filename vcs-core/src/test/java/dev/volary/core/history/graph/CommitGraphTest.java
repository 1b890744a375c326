package dev.volary.core.history.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Drawings of the usual shapes, as `git log --graph` has them.
final class CommitGraphTest {
  /// Draws commits given as `name parent parent`.
  private static String draw(String... commits) {
    CommitGraph<String> graph = new CommitGraph<>();
    List<String> lines = new ArrayList<>();
    for (String commit : commits) {
      List<String> words = List.of(commit.split(" "));
      CommitGraph.Rows rows = graph.add(words.getFirst(), words.subList(1, words.size()));
      lines.add(rows.commit() + " " + words.getFirst());
      lines.addAll(rows.edges());
    }
    return String.join("\n", lines);
  }

  @Test
  void aLine() {
    assertThat(draw("c b", "b a", "a")).isEqualTo("* c\n* b\n* a");
  }

  @Test
  void aMerge() {
    assertThat(draw("m b s", "s a", "b a", "a"))
        .isEqualTo(
            """
            * m
            |\\
            | * s
            * | b
            |/
            * a\
            """);
  }

  @Test
  void twoTips() {
    assertThat(draw("x b", "y b", "b a", "a"))
        .isEqualTo(
            """
            * x
            | * y
            |/
            * b
            * a\
            """);
  }

  @Test
  void anOctopus() {
    assertThat(draw("m a b c", "c r", "b r", "a r", "r"))
        .isEqualTo(
            """
            * m
            |\\
            |\\ \\
            | | * c
            | * | b
            | |/
            * | a
            |/
            * r\
            """);
  }

  @Test
  void aLineThatCrossesOthers() {
    assertThat(draw("x a", "y b", "z c", "w a", "a r", "b r", "c r", "r"))
        .isEqualTo(
            """
            * x
            | * y
            | | * z
            | | | * w
            | |_|/
            |/| |
            * | | a
            | * | b
            |/ /
            | * c
            |/
            * r\
            """);
  }

  @Test
  void aLineThatEnds() {
    assertThat(draw("x a", "y b", "a", "b")).isEqualTo("* x\n| * y\n* | a\n /\n* b");
  }

  @Test
  void commitsThatAreNotShownKeepTheirLine() {
    CommitGraph<String> graph = new CommitGraph<>();
    graph.add("m", List.of("b", "s"));
    assertThat(graph.skip("s", List.of("a"))).isEmpty();
    assertThat(graph.skip("unseen", List.of("a"))).isEmpty();
    assertThat(graph.skip("b", List.of("a"))).containsExactly("|/");
    assertThat(graph.add("a", List.of()).commit()).isEqualTo("*");
  }
}
