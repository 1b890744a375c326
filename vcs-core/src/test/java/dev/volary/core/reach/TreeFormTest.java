package dev.volary.core.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.FileMapWriter;
import dev.volary.core.object.tree.Top;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Trees whose objects are all valid and which are no trees are told from those that are.
final class TreeFormTest {
  private final Map<ObjectId, byte[]> objects = new HashMap<>();
  private final List<ObjectId> numbers = new ArrayList<>();

  private final ObjectSink sink =
      new ObjectSink() {
        @Override
        public boolean has(ObjectId id) {
          return objects.containsKey(id);
        }

        @Override
        public void put(NewObject object) {
          if (objects.put(object.id(), object.plain()) == null) {
            numbers.add(object.id());
          }
        }
      };

  private TreeForm form() {
    return new TreeForm(
        (kind, id) -> objects.get(id).clone(),
        id -> Optional.of((long) numbers.indexOf(id)).filter(n -> n >= 0),
        (kind, id) -> false);
  }

  private ObjectId directory(Entry... entries) {
    DirectoryWriter writer = new DirectoryWriter(sink);
    for (Entry entry : entries) {
      writer.add(entry);
    }
    return writer.finish();
  }

  private ObjectId root(Entry... entries) {
    return new Top(Attributes.plain(0755, 0, 0, 0, 0), directory(entries)).write(sink);
  }

  private static Entry entry(String name, Node node) {
    return new Entry(
        ByteString.utf8(name), Attributes.plain(0644, 0, 0, 0, 0), Optional.empty(), node);
  }

  private static Entry link(String name, String group, int mode) {
    return new Entry(
        ByteString.utf8(name),
        Attributes.plain(mode, 0, 0, 0, 0),
        Optional.of(LinkGroup.of(ByteString.utf8(group))),
        new RegularNode(0, new EmptyContent()));
  }

  private void refused(ObjectId root) {
    assertThatThrownBy(() -> form().check(root))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CORRUPT));
  }

  @Test
  void treesPass() {
    ObjectId below = directory(link("b", "a", 0644));
    ObjectId root = root(link("a", "a", 0644), entry("d", new DirectoryNode(below)));
    TreeForm form = form();
    form.check(root);
    form.check(root);
    assertThat(objects).hasSize(3);
  }

  @Test
  void aDirectoryIsNoRoot() {
    refused(directory(entry("a", new RegularNode(0, new EmptyContent()))));
  }

  @Test
  void aRootIsNoDirectory() {
    refused(root(entry("d", new DirectoryNode(root()))));
  }

  @Test
  void aMapIsAsLongAsItsFile() {
    FileMapWriter writer = new FileMapWriter(sink);
    writer.hole(1 << 20);
    MapContent map = (MapContent) writer.finish();
    form().check(root(entry("a", new RegularNode(1 << 20, map))));
    refused(root(entry("a", new RegularNode(1 << 21, map))));
    Entry right = entry("a", new RegularNode(1 << 20, map));
    refused(root(right, entry("b", new RegularNode(1 << 19, map))));
  }

  @Test
  void hardLinksAreOfOneFile() {
    refused(root(link("a", "a", 0644)));
    refused(root(link("a", "b", 0644), link("b", "b", 0644)));
    refused(root(link("a", "a", 0644), link("b", "a", 0600)));
    ObjectId below = directory(link("b", "a", 0600));
    refused(root(link("a", "a", 0644), entry("d", new DirectoryNode(below))));
  }

  @Test
  void whatIsTrustedIsNotRead() {
    ObjectId root = root(entry("d", new DirectoryNode(root())));
    new TreeForm(
            (kind, id) -> {
              throw new AssertionError("read " + id);
            },
            id -> Optional.empty(),
            (kind, id) -> kind == ObjectKind.DIRECTORY)
        .check(root);
  }
}
