package dev.volary.core.error;

/// What kind of failure happened, seen from what the caller can do next.
///
/// Each fault has one process exit code and one stable code for machines.
public enum Fault {
  /// The request itself is malformed.
  USAGE(2),
  /// What was named does not exist.
  NOT_FOUND(3),
  /// The state forbids it until the caller chooses between ways on.
  CONFLICT(4),
  /// The caller may not do this.
  NOT_PERMITTED(5),
  /// Somebody else holds it or moved it: trying again can succeed.
  BUSY(6),
  /// A remote could not be reached: trying again can succeed.
  NETWORK(7),
  /// Stored or received bytes are not what they must be.
  CORRUPT(8),
  /// Written by a version that is no longer read.
  TOO_OLD(8),
  /// Written by a newer version of the program.
  TOO_NEW(8),
  /// Free space is, or would fall, under what must stay free.
  NO_SPACE(9),
  /// A size or count is over a limit of the format.
  LIMIT(10),
  /// It is unknown whether the change took place; looking again tells.
  OUTCOME_UNKNOWN(10),
  /// It failed for any other reason.
  FAILED(10),
  /// It was done, but for what the message names.
  OMISSIONS(11),
  /// It was interrupted by the user.
  INTERRUPTED(130);

  private final int exitCode;

  Fault(int exitCode) {
    this.exitCode = exitCode;
  }

  /// Returns the process exit code that stands for this fault.
  public int exitCode() {
    return exitCode;
  }

  /// Returns the stable name used in JSON and on the wire, such as `not-found`.
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
