package dev.volary.core.diff;

import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/// Sums changes up per directory as they come by, holding one sum a level. A directory's totals are
/// handed out when the changes have left it, those of the top last.
public final class DirectoryRollUp implements DiffVisitor {
  private final ContentDiff contents;
  private final int maxDepth;
  private final Consumer<DirectoryTotals> receiver;
  private final Deque<DirectoryTotals> open = new ArrayDeque<>();

  /// Sums up to directories of `maxDepth` components; deeper ones count for the one above.
  public DirectoryRollUp(ObjectSource source, int maxDepth, Consumer<DirectoryTotals> receiver) {
    this.contents = new ContentDiff(source);
    this.maxDepth = maxDepth;
    this.receiver = receiver;
    open.push(DirectoryTotals.none(ByteString.EMPTY));
  }

  @Override
  public void change(Change change) {
    ByteString path = change.path();
    while (!isBelow(path, open.element().path())) {
      close();
    }
    int slash = path.indexOf((byte) '/', open.element().path().size() + 1);
    while (slash >= 0 && open.size() <= maxDepth) {
      open.push(DirectoryTotals.none(path.substring(0, slash)));
      slash = path.indexOf((byte) '/', slash + 1);
    }
    open.push(open.pop().plus(totals(change)));
  }

  /// Hands out what is still open and returns the totals of the whole tree.
  public DirectoryTotals finish() {
    while (open.size() > 1) {
      close();
    }
    receiver.accept(open.element());
    return open.element();
  }

  private void close() {
    DirectoryTotals closed = open.pop();
    receiver.accept(closed);
    open.push(open.pop().plus(closed));
  }

  private static boolean isBelow(ByteString path, ByteString directory) {
    int size = directory.size();
    return size == 0
        || path.size() > size && path.byteAt(size) == '/' && path.startsWith(directory);
  }

  private DirectoryTotals totals(Change change) {
    Optional<RegularNode> before = change.before().flatMap(DirectoryRollUp::file);
    Optional<RegularNode> after = change.after().flatMap(DirectoryRollUp::file);
    ByteString path = change.path();
    return switch (change.type()) {
      case ADDED ->
          new DirectoryTotals(path, 1, 0, 0, 0, after.map(contents::dataBytes).orElse(0L));
      case REMOVED -> new DirectoryTotals(path, 0, 0, 1, 0, 0);
      case RENAMED -> new DirectoryTotals(path, 0, 0, 0, 1, 0);
      case MODIFIED ->
          new DirectoryTotals(
              path,
              0,
              1,
              0,
              0,
              after
                  .map(is -> before.map(was -> contents.unsharedBytes(was, is)).orElse(is.size()))
                  .orElse(0L));
    };
  }

  private static Optional<RegularNode> file(Entry entry) {
    return entry.node() instanceof RegularNode file ? Optional.of(file) : Optional.empty();
  }
}
