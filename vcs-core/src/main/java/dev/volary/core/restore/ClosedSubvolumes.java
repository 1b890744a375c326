package dev.volary.core.restore;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Attributes;
import dev.volary.core.restore.entry.AttributeSetter;
import dev.volary.core.restore.entry.AttributeTarget;
import dev.volary.core.restore.plan.Doors;
import dev.volary.core.restore.plan.RestorePlan;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The subvolumes that lie elsewhere while a restore is under way: closed to others until all of
/// the tree is on disk, for nobody may see some of them changed and others not yet.
final class ClosedSubvolumes {
  private final SortedMap<ByteString, DirectoryHandle> handles;
  private final Doors before;
  private final Map<ByteString, FileStat> seen = new HashMap<>();
  private final Map<ByteString, Attributes> wanted = new HashMap<>();

  /// @param before what they get back where the tree says nothing else
  ClosedSubvolumes(DirectoryHandle top, Doors before) {
    this.handles = top.subvolumes();
    this.before = before;
  }

  void close(int mode) throws IOException {
    for (Map.Entry<ByteString, DirectoryHandle> each : handles.entrySet()) {
      seen.put(each.getKey(), each.getValue().stat());
      each.getValue().setOwnMode(mode);
    }
  }

  /// Tells whether one of them is at `path`.
  boolean isAt(ByteString path) {
    return handles.containsKey(path);
  }

  /// Fails with CONFLICT unless the one at `path` was as `scanned` when it was closed.
  void expect(ByteString path, FileStat scanned) {
    FileStat stat = seen.get(path);
    if (stat == null || !stat.isUnchangedSince(scanned)) {
      throw Guard.conflict(path);
    }
  }

  /// Notes what the tree says of the one at `path`.
  void want(ByteString path, Attributes attributes) {
    wanted.put(path, attributes);
  }

  /// Gives them their attributes and so lets others in again; all that is in them is on disk.
  void open(AttributeSetter setter, RestorePlan.Notes notes) throws IOException {
    for (Map.Entry<ByteString, DirectoryHandle> each : handles.entrySet()) {
      DirectoryHandle handle = each.getValue();
      Attributes attributes = wanted.get(each.getKey());
      if (attributes != null) {
        var outcome = setter.set(new AttributeTarget.Opened(handle), attributes);
        notes.unheld().note(each.getKey(), outcome.unheld());
        notes.clean().add(outcome.stat());
      } else {
        restore(handle, before.subvolumes().get(each.getKey()));
      }
      handle.sync();
    }
  }

  private static void restore(DirectoryHandle handle, @Nullable Attributes own) throws IOException {
    if (own != null) {
      handle.setOwnMode(own.mode());
      handle.setOwnTimes(own.mtimeSeconds(), own.mtimeNanos());
    }
  }
}
