package dev.volary.core.restore.plan;

/// What a restore will do, in numbers.
///
/// @param created entries that are made
/// @param changed entries that are changed
/// @param removed entries that are removed
/// @param moved files that are renamed instead of written
/// @param bytesWritten content that is written
/// @param bytesNeeded free space that takes, at most
/// @param bytesAvailable free space there is
public record PlanTotals(
    long created,
    long changed,
    long removed,
    long moved,
    long bytesWritten,
    long bytesNeeded,
    long bytesAvailable) {
  /// Tells whether there is nothing to do.
  public boolean isNothing() {
    return created + changed + removed == 0;
  }
}
