package dev.volary.core.diff;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Compares two trees. What both share, down to the split nodes of a large directory, is not read;
/// memory does not grow with the size of the trees.
///
/// Two files are equal if their bytes are, whatever their holes.
public final class TreeDiff {
  /// How to compare.
  ///
  /// @param filter the part of the trees to look at
  /// @param renames whether to look for content that stands under another path. This needs memory
  ///   for the added and removed paths, up to [RenameFinder#LIMIT] of them; where there are more,
  ///   none are looked for.
  public record Options(PathFilter filter, boolean renames) {
    /// Everything, with renames.
    public static final Options DEFAULT = new Options(PathFilter.ALL, true);
  }

  private final DirectoryReader reader;
  private final ObjectSource source;
  private final BiPredicate<RegularNode, RegularNode> sameBytes;

  /// A comparison of trees whose objects are in `source`.
  public TreeDiff(ObjectSource source) {
    this(source, new ContentDiff(source)::sameBytes);
  }

  private TreeDiff(ObjectSource source, BiPredicate<RegularNode, RegularNode> sameBytes) {
    this.source = source;
    this.reader = new DirectoryReader(source);
    this.sameBytes = sameBytes;
  }

  /// Returns a comparison that reads no chunk, for a live tree's new ones were read and forgotten:
  /// files are equal if their content has one id. Files that differ only in what is a hole count as
  /// changed, unless who made the trees saw to it.
  public static TreeDiff withoutChunks(ObjectSource source) {
    return new TreeDiff(source, (before, after) -> before.content().equals(after.content()));
  }

  /// Returns a comparison of stored trees with live ones, whose new chunks were read and forgotten:
  /// files are equal if their bytes are. Only chunks of the trees before are read.
  public static TreeDiff againstLive(ObjectSource source) {
    return new TreeDiff(source, new StoredAgainstLive(source)::sameBytes);
  }

  /// Tells `visitor` what differs between the trees with the roots `before` and `after`.
  public void compare(ObjectId before, ObjectId after, Options options, DiffVisitor visitor) {
    if (before.equals(after)) {
      return;
    }
    Top first = Top.read(source, before);
    Top second = Top.read(source, after);
    Set<Aspect> aspects = Aspect.between(first.attributes(), second.attributes());
    if (!aspects.isEmpty() && options.filter().isAll()) {
      visitor.change(Change.ofTop(aspects));
    }
    Optional<ObjectId> left = Optional.of(first.directory());
    Optional<ObjectId> right = Optional.of(second.directory());
    if (options.renames()) {
      RenameFinder finder = new RenameFinder(reader, visitor);
      TreeWalk.Step step = (path, was, is) -> finder.visit(path, was, is, modified(path, was, is));
      new TreeWalk(reader, options.filter(), step).below(ByteString.EMPTY, left, right);
      finder.finish();
    } else {
      TreeWalk.Step step = (path, was, is) -> tell(visitor, path, was, is);
      new TreeWalk(reader, options.filter(), step).below(ByteString.EMPTY, left, right);
    }
  }

  private boolean tell(
      DiffVisitor visitor, ByteString path, @Nullable Entry before, @Nullable Entry after) {
    if (before == null && after != null) {
      visitor.change(Change.added(path, after));
    } else if (after == null && before != null) {
      visitor.change(Change.removed(path, before));
    } else {
      modified(path, before, after).ifPresent(visitor::change);
    }
    return true;
  }

  private Optional<Change> modified(
      ByteString path, @Nullable Entry before, @Nullable Entry after) {
    if (before == null || after == null) {
      return Optional.empty();
    }
    Set<Aspect> aspects = Aspect.aroundContent(before, after);
    if (before.node().getClass() != after.node().getClass()) {
      aspects.add(Aspect.TYPE);
    } else if (!sameContent(before, after)) {
      aspects.add(Aspect.CONTENT);
    }
    return aspects.isEmpty()
        ? Optional.empty()
        : Optional.of(Change.modified(path, before, after, aspects));
  }

  private boolean sameContent(Entry before, Entry after) {
    return switch (before.node()) {
      case RegularNode file -> sameBytes.test(file, (RegularNode) after.node());
      case DirectoryNode directory -> true;
      case DeviceNode device -> device.equals(after.node());
      case SymlinkNode link -> link.equals(after.node());
      case FifoNode fifo -> true;
      case SocketNode socket -> true;
    };
  }
}
