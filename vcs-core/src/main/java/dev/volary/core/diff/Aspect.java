package dev.volary.core.diff;

import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import java.util.EnumSet;
import java.util.Set;

/// One respect in which an entry can differ from what it was.
public enum Aspect {
  /// A file's bytes, a link's target, a device's number.
  CONTENT,
  /// What kind of entry it is.
  TYPE,
  /// The permission bits.
  MODE,
  /// The owner or the group.
  OWNER,
  /// The time of last modification.
  TIME,
  /// The extended attributes.
  XATTRS,
  /// Which names are hard links of one file.
  LINKS;

  /// Returns the aspects that differ between two sets of attributes.
  public static Set<Aspect> between(Attributes before, Attributes after) {
    Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    if (before.mode() != after.mode()) {
      aspects.add(MODE);
    }
    if (before.uid() != after.uid() || before.gid() != after.gid()) {
      aspects.add(OWNER);
    }
    if (before.mtimeSeconds() != after.mtimeSeconds()
        || before.mtimeNanos() != after.mtimeNanos()) {
      aspects.add(TIME);
    }
    if (!before.xattrs().equals(after.xattrs())) {
      aspects.add(XATTRS);
    }
    return aspects;
  }

  /// Returns what differs between two entries but for their content.
  static Set<Aspect> aroundContent(Entry before, Entry after) {
    Set<Aspect> aspects = between(before.attributes(), after.attributes());
    if (!before.linkGroup().equals(after.linkGroup())) {
      aspects.add(LINKS);
    }
    return aspects;
  }
}
