package dev.volary.remote.message;

import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The encodings of what several messages hold.
final class Fields {
  private static final int SHORTENED_MARK_BYTES = 3;

  private Fields() {}

  static <T> void list(ByteWriter out, Collection<T> values, BiConsumer<T, ByteWriter> writer) {
    out.varint(values.size());
    values.forEach(value -> writer.accept(value, out));
  }

  /// An element takes at least one byte, so that a count can't ask for more memory than was sent.
  static <T> List<T> list(ByteReader in, int max, Function<ByteReader, T> reader) {
    int count = (int) in.varint(Math.min(max, in.remaining()));
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(reader.apply(in));
    }
    return values;
  }

  static <T> void optional(ByteWriter out, Optional<T> value, BiConsumer<T, ByteWriter> writer) {
    out.u8(value.isPresent() ? 1 : 0);
    value.ifPresent(present -> writer.accept(present, out));
  }

  static <T> Optional<T> optional(ByteReader in, Function<ByteReader, T> reader) {
    return truth(in) ? Optional.of(reader.apply(in)) : Optional.empty();
  }

  static void truth(ByteWriter out, boolean value) {
    out.u8(value ? 1 : 0);
  }

  static boolean truth(ByteReader in) {
    int value = in.u8();
    if (value > 1) {
      throw in.corrupt("a truth is 0 or 1, not " + value);
    }
    return value == 1;
  }

  static void text(ByteWriter out, String text) {
    out.sized(ByteString.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String text(ByteReader in, int max) {
    try {
      byte[] bytes = in.sized(max).bytes();
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw in.corrupt("a text is no UTF-8");
    }
  }

  /// A sentence as it fits into a message: long ones end in dots.
  static String sentence(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= TransferLimits.MAX_SENTENCE_BYTES) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    int end = TransferLimits.MAX_SENTENCE_BYTES - SHORTENED_MARK_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
  }

  static void ref(RefName ref, ByteWriter out) {
    text(out, ref.value());
  }

  static RefName ref(ByteReader in) {
    return new RefName(text(in, TransferLimits.MAX_NAME_BYTES));
  }

  static void commit(CommitId id, ByteWriter out) {
    object(GitObjectId.ofCommit(id), out);
  }

  static CommitId commit(ByteReader in) {
    return object(in).asCommit();
  }

  /// Twenty bytes in the order Git writes them.
  static void object(GitObjectId id, ByteWriter out) {
    out.u64(Long.reverseBytes(id.high()));
    out.u64(Long.reverseBytes(id.middle()));
    out.u32(Integer.reverseBytes(id.low()));
  }

  static GitObjectId object(ByteReader in) {
    return new GitObjectId(
        Long.reverseBytes(in.u64()), Long.reverseBytes(in.u64()), Integer.reverseBytes(in.u32()));
  }
}
