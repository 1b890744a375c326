package dev.volary.remote.message;

import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteWriter;
import java.util.List;
import java.util.Optional;

/// What a server shows of a volume to the one who asks.
///
/// @param volume the volume's name on the server
/// @param defaultBranch the branch that stands for the volume
/// @param writable whether the one who asks may push anything at all
/// @param maxPackBytes the longest record stream the server takes
/// @param refs the refs the one who asks may read, in any order
public record VolumeRefs(
    String volume,
    RefName defaultBranch,
    boolean writable,
    long maxPackBytes,
    List<AdvertisedRef> refs) {
  private static final int MAX_BODY = 16 << 20;
  private static final MessageForm FORM = MessageForm.of("VREF", "volume refs", MAX_BODY);

  /// The longest message, in bytes.
  public static final int MAX_BYTES = MAX_BODY + MessageForm.SHELL_BYTES;

  public VolumeRefs {
    refs = List.copyOf(refs);
    if (refs.size() > TransferLimits.MAX_REFS) {
      throw new IllegalArgumentException(refs.size() + " refs");
    }
    if (maxPackBytes < TransferLimits.MAX_RECORD_BYTES
        || maxPackBytes > TransferLimits.MAX_PACK_BYTES) {
      throw new IllegalArgumentException("packs of " + maxPackBytes + " bytes");
    }
  }

  /// Returns the ref of this name, if the server shows it.
  public Optional<AdvertisedRef> find(RefName name) {
    return refs.stream().filter(ref -> ref.ref().equals(name)).findFirst();
  }

  /// Returns the message's bytes.
  public byte[] write() {
    ByteWriter out = new ByteWriter(256 + refs.size() * 96);
    Fields.text(out, volume);
    Fields.ref(defaultBranch, out);
    Fields.truth(out, writable);
    out.varint(maxPackBytes);
    Fields.list(out, refs, AdvertisedRef::write);
    return FORM.seal(out);
  }

  /// Returns the message in `bytes`; CORRUPT if they are none.
  public static VolumeRefs read(byte[] bytes) {
    return FORM.open(
        bytes,
        in ->
            new VolumeRefs(
                Fields.text(in, TransferLimits.MAX_NAME_BYTES),
                Fields.ref(in),
                Fields.truth(in),
                in.varint(TransferLimits.MAX_PACK_BYTES),
                Fields.list(in, TransferLimits.MAX_REFS, AdvertisedRef::read)));
  }
}
