package dev.volary.core.scan;

import dev.volary.core.linux.FileStat;
import dev.volary.core.object.LinkGroup;
import java.util.Optional;

/// The inodes that have several names, with how many of them the scan met: an open-addressing table
/// in plain arrays, 45 bytes a slot, so that half a million of them fit a small heap.
public final class LinkTable {
  private static final int INITIAL_SLOTS = 256;

  private long[] devices = new long[INITIAL_SLOTS];
  private long[] inodes = new long[INITIAL_SLOTS];
  private long[] groupHigh = new long[INITIAL_SLOTS];
  private long[] groupLow = new long[INITIAL_SLOTS];
  private int[] members = new int[INITIAL_SLOTS];
  private long[] links = new long[INITIAL_SLOTS];
  private boolean[] claimed = new boolean[INITIAL_SLOTS];
  private int used;

  LinkTable() {}

  /// Tells whether the inode was met before.
  boolean knows(FileStat stat) {
    return members[slot(stat.dev(), stat.ino())] > 0;
  }

  /// Counts one more name of an inode; `group` counts only for the first.
  void add(FileStat stat, LinkGroup group) {
    int slot = slot(stat.dev(), stat.ino());
    if (members[slot] == 0) {
      devices[slot] = stat.dev();
      inodes[slot] = stat.ino();
      groupHigh[slot] = group.high();
      groupLow[slot] = group.low();
      links[slot] = stat.nlink();
      used++;
    }
    members[slot]++;
    if (used * 3 > members.length * 2) {
      grow();
    }
  }

  void addMember(FileStat stat) {
    members[slot(stat.dev(), stat.ino())]++;
  }

  /// Returns how many names of the inode are in the tree; 0 for one with a single link.
  public int membersOf(FileStat stat) {
    return stat.nlink() > 1 && !stat.isDirectory() ? members[slot(stat.dev(), stat.ino())] : 0;
  }

  /// Returns the group of an inode that has at least two names in the tree.
  public Optional<LinkGroup> groupOf(FileStat stat) {
    if (stat.nlink() < 2 || stat.isDirectory()) {
      return Optional.empty();
    }
    int slot = slot(stat.dev(), stat.ino());
    return members[slot] < 2
        ? Optional.empty()
        : Optional.of(new LinkGroup(groupHigh[slot], groupLow[slot]));
  }

  /// Tells whether this is the first call for an inode with several names in the tree; always true
  /// for others.
  public boolean claim(FileStat stat) {
    if (membersOf(stat) < 2) {
      return true;
    }
    int slot = slot(stat.dev(), stat.ino());
    boolean first = !claimed[slot];
    claimed[slot] = true;
    return first;
  }

  /// Returns how many inodes have names outside the tree too.
  public long leadingOutside() {
    long count = 0;
    for (int i = 0; i < members.length; i++) {
      if (members[i] > 0 && links[i] > members[i]) {
        count++;
      }
    }
    return count;
  }

  private int slot(long device, long inode) {
    long hash = (inode + device * 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
    int slot = (int) (hash >>> 32) & (members.length - 1);
    while (members[slot] != 0 && (inodes[slot] != inode || devices[slot] != device)) {
      slot = (slot + 1) & (members.length - 1);
    }
    return slot;
  }

  private void grow() {
    LinkTable larger = new LinkTable();
    larger.resize(members.length * 2);
    for (int i = 0; i < members.length; i++) {
      if (members[i] > 0) {
        larger.copy(this, i);
      }
    }
    devices = larger.devices;
    inodes = larger.inodes;
    groupHigh = larger.groupHigh;
    groupLow = larger.groupLow;
    members = larger.members;
    links = larger.links;
    claimed = larger.claimed;
  }

  private void copy(LinkTable from, int index) {
    int slot = slot(from.devices[index], from.inodes[index]);
    devices[slot] = from.devices[index];
    inodes[slot] = from.inodes[index];
    groupHigh[slot] = from.groupHigh[index];
    groupLow[slot] = from.groupLow[index];
    members[slot] = from.members[index];
    links[slot] = from.links[index];
    claimed[slot] = from.claimed[index];
  }

  private void resize(int slots) {
    devices = new long[slots];
    inodes = new long[slots];
    groupHigh = new long[slots];
    groupLow = new long[slots];
    members = new int[slots];
    links = new long[slots];
    claimed = new boolean[slots];
  }
}
