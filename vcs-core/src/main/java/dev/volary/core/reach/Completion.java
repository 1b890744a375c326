package dev.volary.core.reach;

import dev.volary.core.error.VolaryException;

/// A commit's state in a depot: whether the data it names is here.
public enum Completion {
  /// All its objects are here.
  COMPLETE(1),
  /// Its data was here and was let go.
  EXPIRED(2),
  /// Its data never came.
  NOT_FETCHED(3);

  private final int code;

  Completion(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Completion of(int code, String resource) {
    return switch (code) {
      case 1 -> COMPLETE;
      case 2 -> EXPIRED;
      case 3 -> NOT_FETCHED;
      default -> throw VolaryException.corrupt(resource, "there is no completion " + code);
    };
  }
}
