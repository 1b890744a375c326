package dev.volary.core.operation;

import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.VolumeHistory;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.ObjectSource;
import java.util.Optional;

/// Tells which commits changed what stands at one path.
public final class PathHistory {
  private final VolumeHistory history;
  private final TreeBrowser browser;
  private final ByteString path;

  /// @param path names divided by `/`
  public PathHistory(VolumeHistory history, ObjectSource source, ByteString path) {
    this.history = history;
    this.browser = new TreeBrowser(source);
    this.path = path;
  }

  /// Tells whether the path differs between a commit and its first parent; in a commit without
  /// parents, whether it is there.
  public boolean changedIn(CommitInfo commit) {
    Optional<TreeBrowser.Found> now = browser.find(commit.facts().root(), path);
    if (commit.parents().isEmpty()) {
      return now.isPresent();
    }
    Optional<TreeBrowser.Found> before =
        browser.find(history.facts(commit.parents().getFirst()).root(), path);
    return !now.equals(before);
  }
}
