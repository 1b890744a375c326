package dev.volary.cli.command.worktree;

import dev.volary.cli.command.Invocation;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.worktree.Head;
import java.util.Optional;

/// What was typed as directories and heads.
final class Places {
  private static final ByteString SLASH = ByteString.utf8("/");

  private Places() {}

  /// Returns the absolute path of a directory that was typed.
  static ByteString absolute(Invocation call, String typed) {
    ByteString path = RawText.encode(typed);
    return path.startsWith(SLASH) ? path : call.here().plus(SLASH).plus(path);
  }

  /// Returns what to call a head in messages.
  static String name(Head head, Optional<CommitId> commit) {
    return switch (head) {
      case Head.OnBranch(String ref) -> new RefName(ref).shortName();
      case Head.Detached() -> "detached at " + commit.map(CommitId::shortHex).orElse("nothing");
    };
  }
}
