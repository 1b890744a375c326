package dev.volary.core.capture.content;

/// A run of a live file: data to be cut, or a hole to be kept.
///
/// @param length in bytes, at least 1
record Segment(long offset, long length, boolean hole) {
  long end() {
    return offset + length;
  }
}
