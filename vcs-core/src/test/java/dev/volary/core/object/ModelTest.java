package dev.volary.core.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SymlinkNode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that exist are valid.
final class ModelTest {
  private static final ObjectId ID = new ObjectId(1, 2, 3, 4);
  private static final Attributes PLAIN = Attributes.plain(0644, 0, 0, -1, 999_999_999);

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }

  private static Attributes with(SortedMap<ByteString, ByteString> xattrs) {
    return new Attributes(0644, 0, 0, 0, 0, xattrs);
  }

  private static ByteString bytes(int count) {
    return ByteString.utf8("x".repeat(count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0b"})
  void someNamesCannotBe(String name) {
    refused(() -> new Entry(ByteString.utf8(name), PLAIN, Optional.empty(), new FifoNode()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"...", ".a", "a.", "\n", "\\", " "})
  void otherNamesCan(String name) {
    assertThat(Entry.isName(ByteString.utf8(name))).isTrue();
  }

  @Test
  void namesAndTargetsHaveALength() {
    assertThat(Entry.isName(bytes(255))).isTrue();
    assertThat(Entry.isName(bytes(256))).isFalse();
    assertThat(new SymlinkNode(bytes(4095)).target().size()).isEqualTo(4095);
    refused(() -> new SymlinkNode(bytes(4096)));
    refused(() -> new SymlinkNode(ByteString.EMPTY));
    refused(() -> new SymlinkNode(ByteString.utf8("a\0")));
  }

  @Test
  void directoriesHaveNoHardLinks() {
    Optional<LinkGroup> group = Optional.of(LinkGroup.of(ByteString.utf8("a/b")));
    refused(() -> new Entry(bytes(1), PLAIN, group, new DirectoryNode(ID)));
    assertThat(new Entry(bytes(1), PLAIN, group, new FifoNode()).linkGroup()).isEqualTo(group);
  }

  @Test
  void contentsFitTheirSize() {
    refused(() -> new RegularNode(1, new EmptyContent()));
    refused(() -> new RegularNode(0, new ChunkContent(ID)));
    refused(() -> new RegularNode(Extent.MAX_CHUNK + 1, new ChunkContent(ID)));
    refused(() -> new RegularNode(0, new MapContent(ID)));
    refused(() -> new RegularNode(-1, new MapContent(ID)));
    refused(() -> new DeviceNode(true, -1, 0));
  }

  @Test
  void extentsAreWithinAFile() {
    refused(() -> new Extent(-1, 1, Optional.empty()));
    refused(() -> new Extent(0, 0, Optional.empty()));
    refused(() -> new Extent(2, Long.MAX_VALUE - 1, Optional.empty()));
    refused(() -> new Extent(0, Extent.MAX_CHUNK + 1L, Optional.of(ID)));
    assertThat(new Extent(1, Long.MAX_VALUE - 1, Optional.empty()).end()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void extendedAttributesHaveLimitsThatSayWhatToDo() {
    SortedMap<ByteString, ByteString> large = new TreeMap<>();
    large.put(ByteString.utf8("user.large"), bytes(Attributes.MAX_XATTR_VALUE + 1));
    assertThatThrownBy(() -> with(large))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.LIMIT))
        .hasMessageContaining("user.large");
    SortedMap<ByteString, ByteString> many = new TreeMap<>();
    for (int i = 0; i < 8; i++) {
      many.put(ByteString.utf8("user." + i), bytes(Attributes.MAX_XATTR_VALUE));
    }
    assertThatThrownBy(() -> with(many))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.LIMIT));
    refused(() -> with(new TreeMap<>(Map.of(ByteString.EMPTY, ByteString.EMPTY))));
  }

  @Test
  void attributesKeepACopy() {
    SortedMap<ByteString, ByteString> xattrs = new TreeMap<>();
    xattrs.put(ByteString.utf8("user.a"), ByteString.EMPTY);
    Attributes attributes = with(xattrs);
    xattrs.clear();
    assertThat(attributes.xattrs()).hasSize(1);
    assertThat(attributes.xattrBytes()).isEqualTo(6 + Attributes.XATTR_OVERHEAD);
    assertThat(with(xattrs)).isEqualTo(Attributes.plain(0644, 0, 0, 0, 0));
  }

  @Test
  void aLinkGroupIsTheHashOfItsSmallestPath() {
    LinkGroup group = LinkGroup.of(ByteString.utf8("abc"));
    ByteWriter out = new ByteWriter();
    group.writeTo(out);
    // The SHA-256 of "abc" is the example of FIPS 180-4.
    assertThat(out.toByteArray()).asHexString().isEqualTo("BA7816BF8F01CFEA414140DE5DAE2223");
    assertThat(LinkGroup.read(new ByteReader("sample", out.toByteArray()))).isEqualTo(group);
  }
}
