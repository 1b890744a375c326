package dev.volary.core.error;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A failure told in one sentence: what failed, on what, and what to do.
///
/// Plain input and output failures stay [java.io.IOException]s; this type is for everything a
/// caller can act on.
public final class VolaryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final transient List<String> candidates;

  /// A failure without a cause.
  public VolaryException(Fault fault, String sentence) {
    this(fault, sentence, List.of(), null);
  }

  /// A failure with the exception that caused it.
  public VolaryException(Fault fault, String sentence, Throwable cause) {
    this(fault, sentence, List.of(), cause);
  }

  /// A failure that offers `candidates` to choose from, such as the matches of an ambiguous name.
  public VolaryException(Fault fault, String sentence, List<String> candidates) {
    this(fault, sentence, candidates, null);
  }

  private VolaryException(
      Fault fault, String sentence, List<String> candidates, @Nullable Throwable cause) {
    super(sentence, cause);
    this.fault = fault;
    this.candidates = List.copyOf(candidates);
  }

  /// A [Fault#CORRUPT] failure of `resource` (a file or an object), told as `problem`.
  public static VolaryException corrupt(String resource, String problem) {
    return new VolaryException(
        Fault.CORRUPT, resource + " is damaged: " + problem + "; run `volary fsck`");
  }

  /// Returns the sentence; unlike other exceptions, this one always has one.
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /// Returns what kind of failure this is.
  public Fault fault() {
    return fault;
  }

  /// Returns what the caller can choose from, or an empty list.
  public List<String> candidates() {
    return candidates;
  }
}
