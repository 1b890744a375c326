package dev.volary.core.restore;

import dev.volary.core.capture.Baseline;
import dev.volary.core.capture.Capture;
import dev.volary.core.capture.CaptureOptions;
import dev.volary.core.capture.CaptureProgress;
import dev.volary.core.capture.CaptureRequest;
import dev.volary.core.capture.CaptureResult;
import dev.volary.core.diff.HeldObjects;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.object.AccessList;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.restore.Restore.Surroundings;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.restore.plan.RestoreRequest.Known;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.UnheldFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Restores a tree that its user can't hold, captures it, and says whether that is the same tree.
final class PlainUserClone {
  private static final HeldObjects OBJECTS = new HeldObjects();

  private PlainUserClone() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]);
    Path tree = Files.createDirectories(home.resolve("tree"));
    Path record = home.resolve("unheld");
    ObjectId root = tree();
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(tree))) {
      restore(home, RestoreRequest.all(top, root)).unheld().write(record);
      UnheldFile unheld = UnheldFile.read(record).orElseThrow();
      ObjectId captured = capture(home, top, root, unheld);
      Known known = new Known(Optional.of(root), DirectoryFilter.NOTHING, unheld, Optional.empty());
      RestoreRequest again =
          new RestoreRequest(top, root, PathFilter.ALL, known, false, Optional.empty());
      boolean nothing = plan(home, again).totals().isNothing();
      UnheldFile kept = restore(home, again).unheld();
      System.out.println(
          (captured.equals(root) ? "same root, " : "another root, ")
              + (nothing && kept.size() == unheld.size() ? "nothing to do" : "something to do"));
      String both = "";
      for (String name : List.of("locked", "sealed", "listed")) {
        both += name + " " + modes(home, top, root, tree.resolve(name)) + "\n";
      }
      System.out.print(both);
    }
  }

  /// Says which mode an entry has, and which it counts as before and after its user changed it.
  private static String modes(Path home, DirectoryHandle top, ObjectId root, Path entry)
      throws IOException {
    UnheldFile unheld = UnheldFile.read(home.resolve("unheld")).orElseThrow();
    ByteString name = ByteString.utf8(entry.getFileName().toString());
    int shown = top.stat(name).mode();
    int before = committed(capture(home, top, root, unheld), name).mode();
    top.setMode(name, 0750);
    int after = committed(capture(home, top, root, unheld), name).mode();
    top.setMode(name, shown);
    return "%04o counts as %04o, then as %04o".formatted(shown, before, after);
  }

  private static Attributes committed(ObjectId root, ByteString name) {
    Iterator<Entry> entries =
        new DirectoryReader(OBJECTS).entries(Top.read(OBJECTS, root).directory());
    while (true) {
      Entry entry = entries.next();
      if (entry.name().equals(name)) {
        return entry.attributes();
      }
    }
  }

  private static ObjectId capture(Path home, DirectoryHandle top, ObjectId root, UnheldFile unheld)
      throws IOException {
    CaptureRequest request =
        new CaptureRequest(
            top,
            Optional.of(new Baseline(root, 0, 0)),
            Optional.empty(),
            DirectoryFilter.NOTHING,
            unheld,
            CaptureOptions.in(home));
    CaptureResult result =
        new Capture(InstantSource.system(), "boot")
            .run(request, OBJECTS, OBJECTS, CaptureProgress.NONE);
    result.discardStatCache();
    return result.root();
  }

  private static RestorePlan plan(Path home, RestoreRequest request) throws IOException {
    return restore(home).plan(request, step -> {});
  }

  private static RestoreResult restore(Path home, RestoreRequest request) throws IOException {
    try (RestorePlan plan = plan(home, request)) {
      return restore(home).apply(plan, Optional.of(home.resolve("intent")), RestoreListener.NONE);
    }
  }

  private static Restore restore(Path home) throws IOException {
    return new Restore(OBJECTS, new Surroundings(home, 2, InstantSource.system(), "boot"));
  }

  private static ObjectId tree() {
    TreeMap<ByteString, ByteString> xattrs = new TreeMap<>();
    xattrs.put(ByteString.utf8("user.kept"), ByteString.utf8("1"));
    xattrs.put(ByteString.utf8("trusted.lost"), ByteString.utf8("2"));
    Attributes foreign = new Attributes(04555, 1234, 5678, 1_000_000_000, 123_456_789, xattrs);
    Attributes plain = Attributes.plain(0640, 1234, 5678, -5, 1);
    byte[] bytes = {1, 2, 3};
    Node file = new Node.RegularNode(3, new ChunkContent(OBJECTS.chunk(bytes)));
    DirectoryWriter inside = new DirectoryWriter(OBJECTS);
    inside.add(entry("deep", plain, file));
    inside.add(entry("device", plain, new Node.DeviceNode(true, 7, 9)));
    DirectoryWriter sealed = new DirectoryWriter(OBJECTS);
    sealed.add(entry("locked", Attributes.plain(0200, 1, 1, 6, 6), file));
    DirectoryWriter top = new DirectoryWriter(OBJECTS);
    top.add(entry("closed", Attributes.plain(0500, 77, 0, 5, 5), directory(inside)));
    top.add(entry("device", plain, new Node.DeviceNode(false, 1, 3)));
    top.add(entry("file", foreign, file));
    top.add(entry("link", Attributes.plain(0777, 9, 9, 9, 9), link("file")));
    top.add(entry("listed", new Attributes(0050, 1, 1, 6, 6, accessList()), file));
    top.add(entry("locked", Attributes.plain(0000, 1, 1, 6, 6), file));
    top.add(entry("sealed", Attributes.plain(0000, 1, 1, 6, 6), directory(sealed)));
    return new Top(Attributes.plain(0755, 42, 42, 7, 7), top.finish()).write(OBJECTS);
  }

  /// Nothing for the owner, to read and enter for user 1234 and the group.
  private static SortedMap<ByteString, ByteString> accessList() {
    ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
    int none = -1;
    list.putShort((short) 0x01).putShort((short) 0).putInt(none);
    list.putShort((short) 0x02).putShort((short) 5).putInt(1234);
    list.putShort((short) 0x04).putShort((short) 5).putInt(none);
    list.putShort((short) 0x10).putShort((short) 5).putInt(none);
    list.putShort((short) 0x20).putShort((short) 0).putInt(none);
    TreeMap<ByteString, ByteString> xattrs = new TreeMap<>();
    xattrs.put(AccessList.NAME, ByteString.of(list.array()));
    return xattrs;
  }

  private static Node directory(DirectoryWriter writer) {
    return new Node.DirectoryNode(writer.finish());
  }

  private static Node link(String target) {
    return new Node.SymlinkNode(ByteString.utf8(target));
  }

  private static Entry entry(String name, Attributes attributes, Node node) {
    return new Entry(ByteString.utf8(name), attributes, Optional.empty(), node);
  }
}
