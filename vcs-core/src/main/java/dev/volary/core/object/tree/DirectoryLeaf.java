package dev.volary.core.object.tree;

import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.object.Entry;
import java.util.ArrayList;
import java.util.List;

/// A page of entries: a small directory, or a part of a large one.
///
/// @param cut whether the rule ends the page with its last entry, as it must but for the last page
record DirectoryLeaf(List<Entry> entries, boolean cut) {
  /// Decodes the leaf `plain`, with everything checked that it shows by itself.
  static DirectoryLeaf decode(String resource, byte[] plain) {
    return PageFormat.decode(resource, plain, PageFormat.LEAF, in -> read(plain, in));
  }

  private static DirectoryLeaf read(byte[] plain, ByteReader in) {
    int count = (int) in.varint(CutRule.ENTRIES_MAX);
    EntryDecoder decoder = new EntryDecoder(plain);
    List<Entry> entries = new ArrayList<>(count);
    int weight = 0;
    boolean cut = false;
    for (int i = 0; i < count; i++) {
      if (cut) {
        throw in.corrupt("it goes on after its border");
      }
      Entry entry = decoder.read(in);
      entries.add(entry);
      weight += CutRule.weight(entry);
      cut = CutRule.endsEntries(weight, entry.name());
    }
    return new DirectoryLeaf(entries, cut);
  }

  /// Collects the entries of one leaf, as bytes.
  static final class Builder {
    private final ByteWriter body = new ByteWriter(32 << 10);
    private EntryEncoder encoder = new EntryEncoder();
    private int count;
    private int weight;

    /// Adds an entry whose name is greater than the one before; tells whether the leaf ends now.
    boolean add(Entry entry) {
      encoder.write(body, entry);
      count++;
      weight += CutRule.weight(entry);
      return CutRule.endsEntries(weight, entry.name());
    }

    int count() {
      return count;
    }

    ByteString last() {
      return encoder.last();
    }

    /// Returns the canonical bytes of the leaf and begins another.
    byte[] take() {
      ByteWriter out = new ByteWriter(body.size() + 4);
      out.u8(PageFormat.LEAF).varint(count).bytes(body.array(), 0, body.size());
      body.reset();
      encoder = new EntryEncoder();
      count = 0;
      weight = 0;
      return out.toByteArray();
    }
  }
}
