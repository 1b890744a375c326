package dev.volary.remote.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// The bytes a request carries, written when they are sent and again each time it is repeated.
@FunctionalInterface
public interface Body {
  /// No bytes.
  Body NONE = of(new byte[0]);

  /// Writes all bytes; leaves `out` open.
  void writeTo(OutputStream out) throws IOException;

  /// Returns how many bytes there will be, where that is known.
  default OptionalLong length() {
    return OptionalLong.empty();
  }

  /// A body of these bytes, which must not change.
  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }

      @Override
      public OptionalLong length() {
        return OptionalLong.of(bytes.length);
      }
    };
  }
}
