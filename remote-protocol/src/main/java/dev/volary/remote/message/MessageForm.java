package dev.volary.remote.message;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.util.function.Function;

/// The shell of one kind of message.
///
/// @param name what people call it
/// @param envelope its magic, version and limit
record MessageForm(String name, Envelope envelope) {
  /// The bytes an envelope adds to a body.
  static final int SHELL_BYTES = 13;

  /// A form of version 1 whose body has at most `maxBody` bytes.
  static MessageForm of(String magic, String name, int maxBody) {
    return new MessageForm(name, new Envelope(magic, 1, maxBody));
  }

  byte[] seal(ByteWriter body) {
    if (body.size() > envelope.maxBody()) {
      throw new VolaryException(
          Fault.LIMIT, "The message " + name + " has " + body.size() + " bytes, over its limit");
    }
    return envelope.seal(body);
  }

  /// Returns what `reader` makes of the body, all of which it must read.
  <T> T open(byte[] bytes, Function<ByteReader, T> reader) {
    try {
      ByteReader body = envelope.open("the message " + name, bytes);
      T message = reader.apply(body);
      body.end();
      return message;
    } catch (VolaryException e) {
      if (e.fault() == Fault.TOO_NEW || e.fault() == Fault.TOO_OLD) {
        throw e;
      }
      throw refused(e);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private VolaryException refused(RuntimeException cause) {
    return new VolaryException(
        Fault.CORRUPT,
        "What the other side sent is no valid message " + name + "; try again, or update volary",
        cause);
  }
}
