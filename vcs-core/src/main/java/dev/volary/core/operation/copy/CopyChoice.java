package dev.volary.core.operation.copy;

/// How a live copy is to be made, as far as the user says.
public enum CopyChoice {
  /// As is quickest here and costs least.
  AUTO,
  /// Files that share their blocks with those of another copy.
  REFLINK,
  /// A mount over the shared checkout of the commit; changed files are kept beside.
  OVERLAY,
  /// Every byte anew, but what the file system shares by itself with a sibling.
  FULL
}
