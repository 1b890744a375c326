package dev.volary.core.store.pack;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.store.manifest.UniqueName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Writes one pack, record after record. Not thread-safe, but for [#sync].
public final class PackWriter implements Closeable {
  private final Path file;
  private final PackHeader header;
  private final PackOutput output;
  private final MessageDigest digest = ObjectHash.sha256();
  private final List<Integer> recordBytes = new ArrayList<>();
  private int objects;
  private long size;

  private PackWriter(Path file, PackHeader header, PackOutput output) {
    this.file = file;
    this.header = header;
    this.output = output;
  }

  /// Begins the pack `name` in `file`, which must not exist.
  public static PackWriter create(
      Path file, PackKind kind, UniqueName name, PackOutput.Factory outputs) throws IOException {
    PackHeader header = new PackHeader(kind, name);
    PackWriter writer = new PackWriter(file, header, outputs.create(file));
    try {
      writer.write(header.encode());
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Returns the file written to.
  public Path file() {
    return file;
  }

  /// Returns the name of the pack.
  public UniqueName name() {
    return header.name();
  }

  /// Returns what the pack holds.
  public PackKind kind() {
    return header.kind();
  }

  /// Returns the bytes written so far, which is where the next record begins.
  public int size() {
    return Math.toIntExact(size);
  }

  /// Appends `record` and returns where it begins; it can be read at once.
  public int append(PackRecord record) throws IOException {
    int offset = size();
    byte[] bytes = RecordCodec.encode(record, offset);
    if (bytes.length > PackFormat.MAX_RECORD_BYTES) {
      throw new IllegalArgumentException("a record of " + bytes.length + " bytes");
    }
    write(bytes);
    recordBytes.add(bytes.length);
    objects += record.slots().size();
    return offset;
  }

  /// Makes what is written so far durable; may be called while another thread appends.
  public void sync() throws IOException {
    output.sync();
  }

  /// Writes the footer; the pack is complete, but not yet durable.
  public PackFacts finish() throws IOException {
    write(PackFooter.table(recordBytes, objects));
    ObjectId sha256 = ObjectId.ofBytes(digest.digest(), 0);
    byte[] seal = PackFooter.seal(sha256);
    output.write(ByteBuffer.wrap(seal));
    size += seal.length;
    return new PackFacts(name(), kind(), size, objects, sha256);
  }

  private void write(byte[] bytes) throws IOException {
    output.write(ByteBuffer.wrap(bytes));
    digest.update(bytes);
    size += bytes.length;
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
