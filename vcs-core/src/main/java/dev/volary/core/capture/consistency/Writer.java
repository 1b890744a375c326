package dev.volary.core.capture.consistency;

/// A process that may write to a tree.
///
/// @param name of its program, as the kernel knows it
public record Writer(String name, long pid) {
  @Override
  public String toString() {
    return name + " (pid " + pid + ")";
  }
}
