package dev.volary.remote.client.push;

import dev.volary.remote.client.RefSpec;
import java.util.List;

/// What to push.
///
/// @param remote the name under which the other side's branches are followed
/// @param specs which refs go where
/// @param forcing whether commits there may be left behind
/// @param tags whether all tags go too
/// @param atomic whether all refs move or none
/// @param dryRun whether only to tell what would become of them
public record PushRequest(
    String remote,
    List<RefSpec> specs,
    Forcing forcing,
    boolean tags,
    boolean atomic,
    boolean dryRun) {
  public PushRequest {
    specs = List.copyOf(specs);
  }

  /// Plain pushing of what `specs` say.
  public static PushRequest of(String remote, RefSpec... specs) {
    return new PushRequest(remote, List.of(specs), new Forcing.AsSaid(), false, false, false);
  }
}
