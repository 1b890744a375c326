package dev.volary.core.capture.content;

/// A run of a live file: data to be cut, or a hole to be kept.
///
/// @param length in bytes, at least 1
public record Segment(long offset, long length, boolean hole) {
  /// Returns where it ends.
  public long end() {
    return offset + length;
  }
}
