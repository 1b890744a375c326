package dev.volary.remote.message;

import dev.volary.core.io.ByteWriter;

/// Says that a pack of a push arrived whole and is kept.
///
/// @param pack its number
/// @param objects how many objects it brought, those that were there already included
public record PackReceived(int pack, long objects) {
  private static final int MAX_BODY = 32;
  private static final MessageForm FORM = MessageForm.of("VPRC", "pack received", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public PackReceived {
    if (pack < 0 || pack > TransferLimits.MAX_PACKS || objects < 0) {
      throw new IllegalArgumentException("pack " + pack + " of " + objects);
    }
  }

  /// Returns the message's bytes.
  public byte[] write() {
    return FORM.seal(new ByteWriter().varint(pack).varint(objects));
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static PackReceived read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new PackReceived((int) in.varint(TransferLimits.MAX_PACKS), in.varint(Long.MAX_VALUE)));
  }
}
