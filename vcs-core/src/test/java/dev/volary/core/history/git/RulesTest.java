package dev.volary.core.history.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.HistoryTransfer.NewRules;
import dev.volary.core.history.HistoryTransfer.RefChange;
import dev.volary.core.history.RefName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commits of access rules: written, read, carried, and no roots of data.
final class RulesTest {
  private static final RefName ACCESS = new RefName("refs/meta/access");
  private static final String TEXT = "[access \"refs/*\"]\n\tread = user:ann\n";

  @TempDir private Path folder;

  @Test
  void rulesAreReadAsTheyWereWrittenAndPassTheCheckOfReceivers() {
    try (Scene here = Scene.create(folder.resolve("here"));
        Scene there = Scene.create(folder.resolve("there"))) {
      HistoryTransfer transfer = here.history.transfer();
      CommitId first = transfer.commitRules(new NewRules(List.of(), TEXT, Scene.ANN, "first"));
      CommitId second =
          transfer.commitRules(new NewRules(List.of(first), TEXT + "# more\n", Scene.ANN, "more"));
      assertThat(transfer.rules(first)).hasValue(TEXT);
      assertThat(transfer.rules(second)).hasValue(TEXT + "# more\n");

      ByteArrayOutputStream pack = new ByteArrayOutputStream();
      transfer.send(pack, List.of(GitObjectId.ofCommit(second)), List.of());
      there.history.transfer().receive(new ByteArrayInputStream(pack.toByteArray()), 1 << 20);
      assertThat(there.history.transfer().rules(second)).hasValue(TEXT + "# more\n");
    }
  }

  @Test
  void theRefOfTheRulesIsNoRootOfData() {
    try (Scene scene = Scene.create(folder)) {
      HistoryTransfer transfer = scene.history.transfer();
      CommitId commit = transfer.commitRules(new NewRules(List.of(), TEXT, Scene.ANN, "first"));
      GitObjectId target = GitObjectId.ofCommit(commit);
      transfer.update(
          new RefChange(ACCESS, Optional.empty(), Optional.of(target), false, Scene.ANN, "access"));
      assertThat(transfer.refs("refs/meta/")).containsKey(ACCESS);
      assertThat(scene.history.roots()).isEmpty();
    }
  }

  @Test
  void whatIsTooLongToTravelIsRefused() {
    try (Scene scene = Scene.create(folder)) {
      String text = "#".repeat(1 << 20) + "\n";
      var rules = new NewRules(List.of(), text, Scene.ANN, "long");
      assertThatThrownBy(() -> scene.history.transfer().commitRules(rules))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("1048576");
    }
  }
}
