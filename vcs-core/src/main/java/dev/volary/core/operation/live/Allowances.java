package dev.volary.core.operation.live;

/// What a commit does not refuse though it should give pause.
///
/// @param torn files that change under every attempt to read them
/// @param shrink more than half of the tree having vanished
/// @param outsideLinks links that lead data out of the tree
public record Allowances(boolean torn, boolean shrink, boolean outsideLinks) {
  /// Everything is refused.
  public static final Allowances NONE = new Allowances(false, false, false);
}
