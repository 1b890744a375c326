package dev.volary.core.diff;

/// Takes the changes between two trees, depth-first with names sorted as unsigned bytes, each path
/// once; called by one thread.
@FunctionalInterface
public interface DiffVisitor {
  /// Takes the next change.
  void change(Change change);
}
