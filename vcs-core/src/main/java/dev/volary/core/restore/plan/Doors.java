package dev.volary.core.restore.plan;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Attributes;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The own attributes of the directories that a restore closes to others while it is under way, as
/// they were before: mode, owner and time.
///
/// @param top of the top
/// @param subvolumes of its subvolumes that lie elsewhere, by name
public record Doors(Attributes top, SortedMap<ByteString, Attributes> subvolumes) {
  public Doors {
    subvolumes = Collections.unmodifiableSortedMap(new TreeMap<>(subvolumes));
  }

  /// Returns those of `top` as it is now.
  public static Doors of(DirectoryHandle top) throws IOException {
    SortedMap<ByteString, Attributes> subvolumes = new TreeMap<>();
    for (Map.Entry<ByteString, DirectoryHandle> each : top.subvolumes().entrySet()) {
      subvolumes.put(each.getKey(), attributes(each.getValue().stat()));
    }
    return new Doors(attributes(top.stat()), subvolumes);
  }

  /// Opens what a restore that will never be completed had closed.
  public void open(DirectoryHandle directory) throws IOException {
    for (Map.Entry<ByteString, DirectoryHandle> each : directory.subvolumes().entrySet()) {
      Attributes before = subvolumes.get(each.getKey());
      if (before != null) {
        each.getValue().setOwnMode(before.mode());
      }
    }
    directory.setOwnMode(top.mode());
  }

  private static Attributes attributes(FileStat stat) {
    return Attributes.plain(
        stat.mode(), stat.uid(), stat.gid(), stat.mtimeSeconds(), stat.mtimeNanos());
  }
}
