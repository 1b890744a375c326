package dev.volary.core.restore.plan;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.scan.DirectoryFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows a restore what it has to look at on disk: what rules leave out only where a commit has it,
/// what is never data not at all. Not thread-safe.
public final class HeldFilter implements DirectoryFilter {
  private final DirectoryFilter rules;
  private final boolean ignored;
  private final DirectoryReader reader;
  private final @Nullable HeldFilter above;
  private final ByteString name;
  private @Nullable List<ObjectId> directories;

  private HeldFilter(
      DirectoryFilter rules,
      boolean ignored,
      DirectoryReader reader,
      HeldFilter above,
      ByteString name) {
    this.rules = rules;
    this.ignored = ignored;
    this.reader = reader;
    this.above = above;
    this.name = name;
  }

  /// The filter of the top: `tops` are the top directories of the commits.
  public HeldFilter(DirectoryFilter rules, DirectoryReader reader, List<ObjectId> tops) {
    this.rules = rules;
    this.ignored = false;
    this.reader = reader;
    this.above = null;
    this.name = ByteString.EMPTY;
    this.directories = List.copyOf(tops);
  }

  @Override
  public boolean leavesOut(ByteString entry, boolean directory) {
    return rules.neverData(entry, directory)
        || (ignored || rules.leavesOut(entry, directory)) && !isHeld(entry);
  }

  @Override
  public boolean neverData(ByteString entry, boolean directory) {
    return rules.neverData(entry, directory);
  }

  @Override
  public DirectoryFilter inside(ByteString directory) {
    boolean below = ignored || rules.leavesOut(directory, true);
    return new HeldFilter(rules.inside(directory), below, reader, this, directory);
  }

  private boolean isHeld(ByteString entry) {
    return directories().stream().anyMatch(directory -> reader.find(directory, entry).isPresent());
  }

  /// Looked up only where rules say something: few directories need it.
  private List<ObjectId> directories() {
    List<ObjectId> known = directories;
    if (known == null) {
      known = new ArrayList<>();
      for (ObjectId directory : above == null ? List.<ObjectId>of() : above.directories()) {
        Optional<ObjectId> inner =
            reader.find(directory, name).flatMap(entry -> MergeWalk.directory(entry));
        inner.ifPresent(known::add);
      }
      directories = known;
    }
    return known;
  }
}
