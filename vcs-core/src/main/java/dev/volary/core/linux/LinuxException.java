package dev.volary.core.linux;

import java.io.IOException;

/// A call that the kernel refused: which one, on what name, and why.
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final String name;
  private final int number;

  /// A refusal told by its errno number.
  public LinuxException(String call, String name, int number) {
    super(describe(call, name, number));
    this.call = call;
    this.name = name;
    this.number = number;
  }

  /// A refusal told by its reason.
  public LinuxException(String call, String name, Errno reason) {
    this(call, name, reason.number());
  }

  /// Returns the kernel's errno number.
  public int errno() {
    return number;
  }

  /// Returns the reason.
  public Errno reason() {
    return Errno.of(number);
  }

  /// Tells whether `candidate` is the reason.
  public boolean is(Errno candidate) {
    return reason() == candidate;
  }

  /// Returns the name of the call, such as `openat`.
  public String call() {
    return call;
  }

  /// Returns the name the call was made on, in printable form; empty if on an open handle itself.
  public String name() {
    return name;
  }

  private static String describe(String call, String name, int number) {
    Errno reason = Errno.of(number);
    String code = reason == Errno.OTHER ? "errno " + number : reason.name();
    String subject = name.isEmpty() ? call : call + " " + name;
    return subject + ": " + reason.text() + " (" + code + ")";
  }
}
