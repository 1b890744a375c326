package dev.volary.core.object.tree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Entry;
import java.util.ArrayList;
import java.util.List;

/// A page that names pages: one level of a large directory or file map.
///
/// @param height of it over the leaves, 1 to [CutRule#MAX_HEIGHT]
/// @param amount the sum of its children's
/// @param cut whether the rule ends the page with its last child, as it must but for the last page
///   of a level
record InnerPage(int height, List<Child> children, long amount, boolean cut) {
  /// What an inner page says of a page below it.
  ///
  /// @param last the last name in it; empty in file maps
  /// @param amount the entries of a directory, or the bytes of a file, in and below it
  record Child(ByteString last, ObjectId id, long amount) {}

  /// Returns the canonical bytes of the inner page over `children`.
  static byte[] encode(ObjectKind kind, int height, List<Child> children) {
    ByteWriter out = new ByteWriter(children.size() * 56);
    out.u8(PageFormat.INNER).u8(height).varint(children.size());
    NameEncoder names = new NameEncoder();
    for (Child child : children) {
      if (kind == ObjectKind.DIRECTORY) {
        names.write(out, child.last());
      }
      child.id().writeTo(out);
      out.varint(child.amount());
    }
    return out.toByteArray();
  }

  /// Decodes the inner page `plain`, with everything checked that it shows by itself.
  static InnerPage decode(ObjectKind kind, String resource, byte[] plain) {
    return PageFormat.decode(resource, plain, PageFormat.INNER, in -> read(kind, plain, in));
  }

  private static InnerPage read(ObjectKind kind, byte[] plain, ByteReader in) {
    int height = in.u8();
    if (height < 1 || height > CutRule.MAX_HEIGHT) {
      throw in.corrupt("its height is " + height);
    }
    int count = (int) in.varint(CutRule.INNER_MAX);
    long most = kind == ObjectKind.DIRECTORY ? CutRule.maxEntries(height - 1) : Long.MAX_VALUE;
    if (count == 0) {
      throw in.corrupt("it has no children");
    }
    List<Child> children = new ArrayList<>(count);
    NameDecoder names = new NameDecoder(plain);
    long amount = 0;
    boolean cut = false;
    for (int i = 1; i <= count; i++) {
      if (cut) {
        throw in.corrupt("it goes on after its border");
      }
      Child child = readChild(kind, names, in, most);
      if (child.amount() > Long.MAX_VALUE - amount) {
        throw in.corrupt("its size is over the limit");
      }
      amount += child.amount();
      children.add(child);
      cut = CutRule.endsChildren(kind, height, i, child);
    }
    return new InnerPage(height, List.copyOf(children), amount, cut);
  }

  private static Child readChild(ObjectKind kind, NameDecoder names, ByteReader in, long most) {
    ByteString last = ByteString.EMPTY;
    if (kind == ObjectKind.DIRECTORY) {
      last = names.read(in);
      if (!Entry.isName(last)) {
        throw in.corrupt("there is an entry named '" + last + "'");
      }
    }
    ObjectId id = ObjectId.read(in);
    long amount = in.varint(most);
    if (amount == 0) {
      throw in.corrupt("a child is empty");
    }
    return new Child(last, id, amount);
  }
}
