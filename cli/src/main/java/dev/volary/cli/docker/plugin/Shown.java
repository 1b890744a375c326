package dev.volary.cli.docker.plugin;

import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which state of a volume is shown.
sealed interface Shown {
  /// The one its worktree has, whatever branch that is on.
  record Present() implements Shown {}

  /// A branch's.
  record OnBranch(RefName branch, CommitId tip) implements Shown {}

  /// A commit's, which does not change.
  record At(CommitId commit) implements Shown {}

  /// A time as it can stand in a name, where a colon can't.
  Pattern TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)(T\\d\\d[.:]\\d\\d([.:]\\d\\d)?Z?)?");

  /// Returns what `ref` means in a volume; NOT_FOUND where it means nothing.
  static Shown of(Volume volume, Optional<String> ref) {
    if (ref.isEmpty()) {
      return new Present();
    }
    String text = ref.get();
    Optional<Shown> branch = branch(volume, text.replace('~', '/'));
    if (branch.isPresent()) {
      return branch.get();
    }
    String revision = text;
    if (TIME.matcher(text).matches()) {
      revision = "{" + text.replace('.', ':') + "}";
    }
    if (revision.startsWith("{")) {
      revision = volume.history().refs().defaultBranch().value() + "@" + revision;
    }
    try {
      return new At(volume.history().resolve(revision));
    } catch (VolaryException e) {
      throw new VolaryException(
          e.fault(), "in volume %s, %s".formatted(volume.name(), e.getMessage()), e);
    }
  }

  private static Optional<Shown> branch(Volume volume, String name) {
    RefName branch;
    try {
      branch = RefName.branch(name);
    } catch (VolaryException e) {
      if (e.fault() != Fault.USAGE) {
        throw e;
      }
      return Optional.empty(); // a revision such as v1^
    }
    return volume.history().refs().find(branch).map(tip -> new OnBranch(branch, tip));
  }
}
