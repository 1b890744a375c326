package dev.volary.remote.server;

/// A limit on the bytes that pushes bring.
///
/// @param of what it limits, as people call it
/// @param scope which pushes count against it
/// @param limitBytes how much may be kept
/// @param usedBytes how much has landed so far
public record Allowance(String of, Scope scope, long limitBytes, long usedBytes) {
  /// Which pushes count against a limit.
  public enum Scope {
    /// All to the volume.
    VOLUME,
    /// All of the principal, to whatever volume.
    PRINCIPAL
  }
}
