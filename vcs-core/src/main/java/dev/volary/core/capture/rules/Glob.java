package dev.volary.core.capture.rules;

import dev.volary.core.io.ByteString;
import java.nio.charset.StandardCharsets;

/// A shell pattern for one name, matched byte by byte: `*`, `?`, `[a-z]`, `[!x]`, `[[:alpha:]]`,
/// and `\` before what is meant literally.
final class Glob {
  private final byte[] pattern;

  Glob(ByteString pattern) {
    this.pattern = pattern.bytes();
  }

  boolean matches(ByteString name) {
    return matches(0, name, 0);
  }

  private boolean matches(int patternStart, ByteString name, int nameStart) {
    int p = patternStart;
    int n = nameStart;
    // Where to go on when what follows the last star does not fit: one byte later.
    int star = -1;
    int resume = 0;
    while (true) {
      if (p < pattern.length && pattern[p] == '*') {
        star = ++p;
        resume = n;
      } else if (n == name.size()) {
        return p == pattern.length;
      } else if (p < pattern.length && fits(p, name.byteAt(n) & 0xff)) {
        p = after(p);
        n++;
      } else if (star >= 0 && resume < name.size()) {
        p = star;
        n = ++resume;
      } else {
        return false;
      }
    }
  }

  private boolean fits(int at, int value) {
    return switch (pattern[at]) {
      case '?' -> true;
      case '[' -> isClosed(at) ? inBrackets(at, value) : value == '[';
      case '\\' -> at + 1 < pattern.length && (pattern[at + 1] & 0xff) == value;
      default -> (pattern[at] & 0xff) == value;
    };
  }

  private int after(int at) {
    return switch (pattern[at]) {
      case '[' -> isClosed(at) ? closing(at) + 1 : at + 1;
      case '\\' -> at + 2;
      default -> at + 1;
    };
  }

  private boolean isClosed(int open) {
    return closing(open) > 0;
  }

  /// The index of the bracket that closes the one at `open`, or -1.
  private int closing(int open) {
    int at = open + 1;
    if (at < pattern.length && (pattern[at] == '!' || pattern[at] == '^')) {
      at++;
    }
    if (at < pattern.length && pattern[at] == ']') {
      at++;
    }
    while (at < pattern.length && pattern[at] != ']') {
      if (pattern[at] == '\\') {
        at++;
      } else if (isClass(at)) {
        at = classEnd(at);
      }
      at++;
    }
    return at < pattern.length ? at : -1;
  }

  private boolean inBrackets(int open, int value) {
    int close = closing(open);
    int at = open + 1;
    boolean negated = pattern[at] == '!' || pattern[at] == '^';
    if (negated) {
      at++;
    }
    boolean found = false;
    while (at < close) {
      if (isClass(at)) {
        int end = classEnd(at);
        found |=
            inClass(new String(pattern, at + 2, end - at - 3, StandardCharsets.US_ASCII), value);
        at = end + 1;
        continue;
      }
      at += pattern[at] == '\\' && at + 1 < close ? 1 : 0;
      int low = pattern[at] & 0xff;
      int high = low;
      if (at + 2 < close && pattern[at + 1] == '-') {
        at += 2;
        at += pattern[at] == '\\' && at + 1 < close ? 1 : 0;
        high = pattern[at] & 0xff;
      }
      found |= low <= value && value <= high;
      at++;
    }
    return found != negated;
  }

  private boolean isClass(int at) {
    return pattern[at] == '['
        && at + 1 < pattern.length
        && pattern[at + 1] == ':'
        && classEnd(at) > 0;
  }

  /// The index of the `]` that ends the class `[:name:]` at `at`, or -1.
  private int classEnd(int at) {
    for (int i = at + 2; i + 1 < pattern.length; i++) {
      if (pattern[i] == ':' && pattern[i + 1] == ']') {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean inClass(String name, int value) {
    boolean lower = value >= 'a' && value <= 'z';
    boolean upper = value >= 'A' && value <= 'Z';
    boolean digit = value >= '0' && value <= '9';
    boolean graph = value > 0x20 && value < 0x7f;
    return switch (name) {
      case "alpha" -> lower || upper;
      case "alnum" -> lower || upper || digit;
      case "digit" -> digit;
      case "lower" -> lower;
      case "upper" -> upper;
      case "xdigit" -> digit || value >= 'a' && value <= 'f' || value >= 'A' && value <= 'F';
      case "space" -> value == ' ' || value >= 9 && value <= 13;
      case "blank" -> value == ' ' || value == '\t';
      case "cntrl" -> value < 0x20 || value == 0x7f;
      case "graph" -> graph;
      case "print" -> graph || value == ' ';
      case "punct" -> graph && !lower && !upper && !digit;
      default -> false;
    };
  }
}
