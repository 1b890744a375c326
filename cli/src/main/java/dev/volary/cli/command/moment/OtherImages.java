package dev.volary.cli.command.moment;

import dev.volary.cli.command.Invocation;
import dev.volary.core.depot.LiveWorktree;
import dev.volary.core.history.CommitId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Warns where data was written by other images than those that will run on it: a server of another
/// major version may refuse it, or change it for good.
final class OtherImages {
  private OtherImages() {}

  /// Compares the labels of the commit that `worktree` has now with those of what runs there.
  static void warn(Invocation call, LiveWorktree worktree, SortedMap<String, String> running)
      throws IOException {
    Optional<CommitId> commit = worktree.record().base();
    if (commit.isEmpty()) {
      return;
    }
    Map<String, String> then = worktree.volume().history().labels().of(commit.get());
    String digest = then.getOrDefault(ImageLabels.DIGEST, "");
    if (!digest.isEmpty() && !ImageLabels.isAmong(running, then)) {
      call.output()
          .warn(
              "this data was written by %s (%s), but %s (%s) runs on it"
                  .formatted(
                      then.getOrDefault(ImageLabels.NAME, "another image"),
                      shortened(digest),
                      running.get(ImageLabels.NAME),
                      shortened(running.getOrDefault(ImageLabels.DIGEST, ""))));
    }
  }

  static String shortened(String digests) {
    return digests.replaceAll("(sha256:[0-9a-f]{12})[0-9a-f]+", "$1");
  }
}
