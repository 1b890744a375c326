package dev.volary.core.restore;

import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.object.Attributes;
import dev.volary.core.restore.plan.Doors;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.restore.plan.RestoreRequest.Known;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A restore that has begun: as long as the record is there, the directory may be a mixture of two
/// trees, which must be neither committed nor used, only brought onwards or back.
///
/// @param wanted the root of the tree the directory shall become
/// @param old the root of the tree it was, if it was one
/// @param paths the part of the tree that is restored
/// @param before the own attributes of what is closed meanwhile
public record Intent(ObjectId wanted, Optional<ObjectId> old, PathFilter paths, Doors before) {
  /// Magic and version of the file.
  private static final Envelope ENVELOPE = new Envelope("VINT", 1, 1 << 26);

  private static final int MAX_PATHS = 1 << 20;
  private static final int MAX_PATH = 1 << 20;

  /// Reads the record, or returns nothing if no restore is under way.
  public static Optional<Intent> read(Path file) throws IOException {
    return ENVELOPE.read(file).map(Intent::read);
  }

  /// Makes the record durable.
  void write(Path file) throws IOException {
    ByteWriter out = new ByteWriter();
    wanted.writeTo(out);
    out.u8(old.isPresent() ? 1 : 0);
    old.ifPresent(id -> id.writeTo(out));
    write(out, before.top());
    out.varint(paths.paths().size());
    paths.paths().forEach(out::sized);
    if (!before.subvolumes().isEmpty()) {
      out.varint(before.subvolumes().size());
      before.subvolumes().forEach((name, own) -> write(out.sized(name), own));
    }
    AtomicFile.publish(file, ENVELOPE.seal(out));
  }

  private static void write(ByteWriter out, Attributes own) {
    out.u16(own.mode()).varint(own.uid()).varint(own.gid());
    out.u64(own.mtimeSeconds()).u32(own.mtimeNanos());
  }

  /// Removes the record.
  static void clear(Path file) throws IOException {
    AtomicFile.remove(file);
  }

  /// Returns the request that completes the restore.
  public RestoreRequest onwards(DirectoryHandle directory, DirectoryFilter filter) {
    return request(directory, filter, wanted, old);
  }

  /// Returns the request that undoes the restore; nothing if the directory was no tree before.
  public Optional<RestoreRequest> back(DirectoryHandle directory, DirectoryFilter filter) {
    return old.map(root -> request(directory, filter, root, Optional.of(wanted)));
  }

  /// What of the ignored entries is the tree's `from` may be changed: the others are the user's.
  private RestoreRequest request(
      DirectoryHandle directory, DirectoryFilter filter, ObjectId root, Optional<ObjectId> from) {
    Known known = new Known(from, filter, UnheldAttributes.NONE, Optional.empty());
    return new RestoreRequest(directory, root, paths, known, true, Optional.of(before));
  }

  static Intent read(ByteReader in) {
    ObjectId wanted = ObjectId.read(in);
    Optional<ObjectId> old =
        switch (in.u8()) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(ObjectId.read(in));
          default -> throw in.corrupt("it does not say what was there before");
        };
    Attributes top = readOwn(in);
    List<ByteString> paths = new ArrayList<>();
    for (long left = in.varint(MAX_PATHS); left > 0; left--) {
      paths.add(in.sized(MAX_PATH));
    }
    SortedMap<ByteString, Attributes> subvolumes = new TreeMap<>();
    if (in.remaining() > 0) {
      for (long left = in.varint(MAX_PATHS); left > 0; left--) {
        subvolumes.put(in.sized(MAX_PATH), readOwn(in));
      }
    }
    in.end();
    return new Intent(wanted, old, PathFilter.of(paths), new Doors(top, subvolumes));
  }

  private static Attributes readOwn(ByteReader in) {
    int mode = in.u16();
    long uid = in.varint(Attributes.MAX_OWNER);
    long gid = in.varint(Attributes.MAX_OWNER);
    long seconds = in.u64();
    int nanos = in.u32();
    if (mode > Attributes.MAX_MODE || nanos < 0 || nanos > Attributes.MAX_NANOS) {
      throw in.corrupt("the attributes of a directory are out of range");
    }
    return Attributes.plain(mode, uid, gid, seconds, nanos);
  }
}
