package dev.volary.core.store.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Turns one manifest into the next, step by step. Not thread-safe.
public final class ManifestEdit {
  private final Manifest base;
  private final List<PackInfo> packs;
  private final List<IndexInfo> indexes;
  private long nextPack;
  private long nextObject;

  /// Begins with what `base` lists.
  ManifestEdit(Manifest base) {
    this.base = base;
    this.packs = new ArrayList<>(base.packs());
    this.indexes = new ArrayList<>(base.indexes());
    this.nextPack = base.nextPack();
    this.nextObject = base.nextObject();
  }

  /// Returns the manifest that is being edited.
  public Manifest base() {
    return base;
  }

  /// Gives away `count` pack numbers for ever and returns the first of them.
  public long reservePacks(int count) {
    long first = nextPack;
    nextPack += count;
    return first;
  }

  /// Gives away `count` object numbers for ever and returns the first of them.
  public long reserveObjects(long count) {
    long first = nextObject;
    nextObject += count;
    return first;
  }

  /// Lists a pack, whose number must have been reserved, here or earlier.
  public void addPack(PackInfo pack) {
    int at = packs.size();
    while (at > 0 && packs.get(at - 1).number() > pack.number()) {
      at--;
    }
    packs.add(at, pack);
  }

  /// Lists an index.
  public void addIndex(IndexInfo index) {
    indexes.add(index);
  }

  /// Condemns a pack in the manifest that comes out of this edit; one that is keeps its generation.
  public void condemn(long pack) {
    PackInfo info = listed(pack);
    if (!info.condemned()) {
      replace(info.withCondemnedIn(base.generation() + 1));
    }
  }

  /// Lets a condemned pack count again.
  public void reprieve(long pack) {
    replace(listed(pack).withCondemnedIn(0));
  }

  /// Takes packs off the list; an index that covers no other pack goes with them.
  ///
  /// The files may be deleted only once the manifest that comes out of this edit is published.
  public void dropPacks(Collection<Long> numbers) {
    Set<Long> gone = new HashSet<>(numbers);
    gone.forEach(this::listed);
    packs.removeIf(pack -> gone.contains(pack.number()));
    for (int i = indexes.size() - 1; i >= 0; i--) {
      IndexInfo index = indexes.get(i);
      List<Long> rest = index.packs().stream().filter(number -> !gone.contains(number)).toList();
      if (rest.isEmpty()) {
        indexes.remove(i);
      } else if (rest.size() < index.packs().size()) {
        indexes.set(i, index.withPacks(rest));
      }
    }
  }

  /// Puts `merged` in the place of `inputs`, all of which must be listed.
  public void replaceIndexes(Collection<UniqueName> inputs, IndexInfo merged) {
    Set<UniqueName> gone = new HashSet<>(inputs);
    int before = indexes.size();
    indexes.removeIf(index -> gone.contains(index.name()));
    if (before - indexes.size() != gone.size()) {
      throw new IllegalArgumentException("an index to be replaced is not listed");
    }
    if (!merged.packs().isEmpty()) {
      indexes.add(merged);
    }
  }

  /// Returns the next manifest; fails where the steps together do not leave a valid one.
  Manifest finish() {
    return new Manifest(base.generation() + 1, nextPack, nextObject, packs, indexes);
  }

  private PackInfo listed(long pack) {
    int at = Manifest.indexOf(packs, pack);
    if (at < 0) {
      throw new IllegalArgumentException("pack " + pack + " is not listed");
    }
    return packs.get(at);
  }

  private void replace(PackInfo pack) {
    packs.set(Manifest.indexOf(packs, pack.number()), pack);
  }
}
