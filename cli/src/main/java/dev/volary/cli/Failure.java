package dev.volary.cli;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.Errno;
import dev.volary.core.linux.LinuxException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// What is told of a command that failed: which fault, one sentence, what there is to choose from.
record Failure(Fault fault, String sentence, List<String> choices) {
  Failure {
    choices = List.copyOf(choices);
  }

  /// Returns what to tell of `cause`.
  static Failure of(Exception cause) {
    return switch (cause) {
      case VolaryException e -> new Failure(e.fault(), e.getMessage(), e.candidates());
      case AccessDeniedException e ->
          told(
              Fault.NOT_PERMITTED,
              "not allowed to touch %s: run as its owner or as root".formatted(e.getFile()));
      case NoSuchFileException e ->
          told(Fault.NOT_FOUND, "there is no %s: look whether it was moved".formatted(e.getFile()));
      case InvalidPathException e ->
          told(Fault.USAGE, "'%s' can't be a path: write another".formatted(shown(e.getInput())));
      case LinuxException e -> told(fault(e), e.getMessage() + remedy(fault(e)));
      case FileSystemException e when isFull(e) -> full(e);
      case FileSystemException e ->
          told(Fault.FAILED, e.getMessage() + ": look at that file and try again");
      case IOException e when isFull(e) -> full(e);
      case IOException e -> told(Fault.FAILED, shown(e.getMessage()) + "; --debug shows where");
      default ->
          told(
              Fault.FAILED,
              "unexpected: %s; --debug shows where".formatted(shown(cause.toString())));
    };
  }

  /// Tells whether nobody reads any more, which is no failure to speak of.
  static boolean isClosedPipe(Exception cause) {
    return cause instanceof IOException
        && String.valueOf(cause.getMessage()).contains("Broken pipe");
  }

  private static Failure told(Fault fault, String sentence) {
    return new Failure(fault, sentence, List.of());
  }

  private static boolean isFull(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("No space left") || message.contains("quota exceeded");
  }

  private static Failure full(IOException failure) {
    return told(Fault.NO_SPACE, shown(failure.getMessage()) + remedy(Fault.NO_SPACE));
  }

  private static Fault fault(LinuxException failure) {
    if (failure.is(Errno.EACCES) || failure.is(Errno.EPERM) || failure.is(Errno.EROFS)) {
      return Fault.NOT_PERMITTED;
    }
    if (failure.is(Errno.ENOSPC) || failure.is(Errno.EDQUOT)) {
      return Fault.NO_SPACE;
    }
    return failure.is(Errno.ENOENT) ? Fault.NOT_FOUND : Fault.FAILED;
  }

  private static String remedy(Fault fault) {
    return switch (fault) {
      case NOT_PERMITTED -> ": run as its owner or as root";
      case NO_SPACE -> ": make room, or let `volary gc` do so";
      case NOT_FOUND -> ": look whether it was moved";
      case USAGE,
          CONFLICT,
          BUSY,
          NETWORK,
          CORRUPT,
          TOO_OLD,
          TOO_NEW,
          LIMIT,
          OUTCOME_UNKNOWN,
          FAILED,
          OMISSIONS,
          INTERRUPTED ->
          "; --debug shows where";
    };
  }

  /// One line, whatever a library put in.
  private static String shown(@org.jspecify.annotations.Nullable String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
  }
}
