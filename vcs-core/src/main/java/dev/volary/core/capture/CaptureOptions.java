package dev.volary.core.capture;

import dev.volary.core.store.SpaceLimit;
import java.nio.file.Path;

/// How a capture goes about it.
///
/// @param allowTorn whether files that change under every attempt to read them may be kept
/// @param allowShrink whether more than half of the tree may have vanished
/// @param hostXattrs whether the host's extended attributes (security labels) are kept too
/// @param threads how many threads read and hash, at least 1
/// @param attempts how often a file that changes while it is read is tried, at least 1
/// @param lookTwice whether all attributes are compared once more after everything was read
/// @param folder where temporary files go; on a frozen or captured file system neither
/// @param keepFree what must stay free where files are copied to
public record CaptureOptions(
    boolean allowTorn,
    boolean allowShrink,
    boolean hostXattrs,
    int threads,
    int attempts,
    boolean lookTwice,
    Path folder,
    SpaceLimit keepFree) {
  private static final int ATTEMPTS = 3;

  public CaptureOptions {
    if (threads < 1 || attempts < 1) {
      throw new IllegalArgumentException(threads + " threads, " + attempts + " attempts");
    }
  }

  /// The careful ones, on all cores.
  public static CaptureOptions in(Path folder) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new CaptureOptions(
        false, false, false, cores, ATTEMPTS, false, folder, SpaceLimit.DEFAULT);
  }

  /// Returns these with torn files allowed or not.
  public CaptureOptions allowingTorn(boolean allow) {
    return new CaptureOptions(
        allow, allowShrink, hostXattrs, threads, attempts, lookTwice, folder, keepFree);
  }

  /// Returns these with shrinking allowed or not.
  public CaptureOptions allowingShrink(boolean allow) {
    return new CaptureOptions(
        allowTorn, allow, hostXattrs, threads, attempts, lookTwice, folder, keepFree);
  }

  /// Returns these with a second look at the attributes when everything was read.
  public CaptureOptions lookingTwice() {
    return new CaptureOptions(
        allowTorn, allowShrink, hostXattrs, threads, attempts, true, folder, keepFree);
  }

  /// Returns these with another limit to the room that copies may take.
  public CaptureOptions keepingFree(SpaceLimit limit) {
    return new CaptureOptions(
        allowTorn, allowShrink, hostXattrs, threads, attempts, lookTwice, folder, limit);
  }
}
