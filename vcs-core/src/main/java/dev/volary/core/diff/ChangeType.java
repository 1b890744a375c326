package dev.volary.core.diff;

/// What happened to a path between two trees.
public enum ChangeType {
  /// It is in the second tree only.
  ADDED,
  /// It is in the first tree only.
  REMOVED,
  /// It is in both trees and differs.
  MODIFIED,
  /// Its content stood under another path, which the second tree no longer has.
  RENAMED
}
