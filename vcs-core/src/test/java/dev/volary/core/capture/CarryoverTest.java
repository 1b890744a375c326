package dev.volary.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.Unheld;
import dev.volary.core.scan.UnheldAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worktree can't hold is carried over from its base, and only that.
final class CarryoverTest {
  private static final ByteString NOTE = ByteString.utf8("trusted.note");

  @TempDir Path folder;

  /// A base in which everything belongs to user 4711, has a trusted attribute, and a device node
  /// stands beside the file.
  private static ObjectId foreign(MemoryObjects objects, ObjectId root) {
    Top top = Top.read(objects, root);
    DirectoryWriter writer = new DirectoryWriter(objects);
    writer.add(
        new Entry(
            ByteString.utf8("device"),
            Attributes.plain(0600, 0, 0, 1, 0),
            Optional.empty(),
            new Node.DeviceNode(true, 7, 1)));
    new DirectoryReader(objects)
        .entries(top.directory())
        .forEachRemaining(entry ->
            writer.add(
                new Entry(
                    entry.name(), owned(entry.attributes()), entry.linkGroup(), entry.node())));
    return new Top(owned(top.attributes()), writer.finish()).write(objects);
  }

  private static Attributes owned(Attributes from) {
    SortedMap<ByteString, ByteString> xattrs = new TreeMap<>(from.xattrs());
    xattrs.put(NOTE, ByteString.utf8("kept"));
    return new Attributes(from.mode(), 4711, 4711, from.mtimeSeconds(), from.mtimeNanos(), xattrs);
  }

  @Test
  void ownersAttributesAndDevicesAreCarriedOver() throws IOException {
    LiveTree tree = new LiveTree(folder.resolve("live"), folder.resolve("work"));
    Files.writeString(tree.top.resolve("file"), "old");
    CaptureResult mine = tree.commit();
    ObjectId base = foreign(tree.objects, mine.root());
    tree.base = Optional.of(new Baseline(base, mine.entries() + 1, mine.bytes()));
    tree.unheld =
        new UnheldAttributes() {
          @Override
          public Unheld at(ByteString path) {
            return path.equals(ByteString.utf8("new"))
                ? Unheld.NOTHING
                : new Unheld(true, Optional.empty(), false, new TreeSet<>(List.of(NOTE)));
          }

          @Override
          public List<ByteString> absentIn(ByteString directory) {
            return directory.isEmpty() ? List.of(ByteString.utf8("device")) : List.of();
          }
        };
    assertThat(tree.status().capture().root()).isEqualTo(base);
    assertThat(tree.commit().root()).isEqualTo(base);
    assertThat(tree.commit().readEntries()).isZero();
    tree.nextTick();
    Files.writeString(tree.top.resolve("file"), "new");
    Files.writeString(tree.top.resolve("new"), "mine");
    CaptureResult changed = tree.commit();
    assertThat(changed.entries()).isEqualTo(3);
    assertThat(tree.text("file")).isEqualTo("new");
    Attributes file = tree.entry("file").orElseThrow().attributes();
    assertThat(file.uid()).isEqualTo(4711);
    assertThat(file.xattrs()).containsEntry(NOTE, ByteString.utf8("kept"));
    assertThat(tree.entry("device").orElseThrow().node())
        .isEqualTo(new Node.DeviceNode(true, 7, 1));
    assertThat(tree.entry("new").orElseThrow().attributes().uid()).isNotEqualTo(4711);
  }
}
