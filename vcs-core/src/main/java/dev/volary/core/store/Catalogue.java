package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.session.Session;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.IndexFile;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestEdit;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.PackReader;
import dev.volary.core.store.read.Copy;
import dev.volary.core.store.read.DecodedCache.Deltas;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.read.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The packs of a store from within: for checking, collecting and counting. Thread-safe.
public final class Catalogue {
  private final ObjectStore store;
  private final PackFiles files;
  private final Resolver resolver;
  private final Publisher publisher;

  Catalogue(ObjectStore store, PackFiles files, Resolver resolver, Publisher publisher) {
    this.store = store;
    this.files = files;
    this.resolver = resolver;
    this.publisher = publisher;
  }

  /// Returns the newest manifest: all packs and indexes that count.
  public Manifest manifest() {
    store.refresh();
    return store.manifest();
  }

  /// Hands every record of `pack`, in order, to `visitor`; record checksums are checked, payloads
  /// not decoded. Fails with [Fault#CORRUPT] at the first damage.
  public void records(PackInfo pack, Consumer<RecordFacts> visitor) {
    try (PackReader reader = PackReader.open(files.published(pack.name()))) {
      PackScan scan = new PackScan(reader);
      reader.scan((record, offset) -> visitor.accept(scan.facts(record, offset)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + pack.name(), e);
    }
  }

  /// What a check of a pack tells.
  public interface Inspector {
    /// An object of the pack decodes to the bytes of its id and is found by the index.
    void sound(ObjectId id, ObjectKind kind, int plainBytes);

    /// Something is wrong.
    void damaged(Damage damage);
  }

  /// Checks all of `pack`: header, footer, digest, every record, and that every object decodes,
  /// chains of bases included, to the bytes of its id and is found by the index. Goes on after
  /// damage.
  public void verify(PackInfo pack, Inspector inspector) {
    new PackCheck(store, files, pack, inspector).run();
  }

  /// The same, telling of damage only.
  public void verify(PackInfo pack, Consumer<Damage> visitor) {
    verify(
        pack,
        new Inspector() {
          @Override
          public void sound(ObjectId id, ObjectKind kind, int plainBytes) {}

          @Override
          public void damaged(Damage damage) {
            visitor.accept(damage);
          }
        });
  }

  /// Returns where all records of an object stand, those in condemned packs too.
  public List<Location> locations(ObjectId id) {
    return store.locations(id);
  }

  /// Hands every index entry of a pack that `manifest` lists to `visitor`, in no particular order.
  /// Fails with [Fault#BUSY] where another process has merged the indexes meanwhile.
  public void entries(Manifest manifest, Consumer<IndexEntry> visitor) {
    List<IndexFile> open = new ArrayList<>();
    try {
      for (IndexInfo info : manifest.indexes()) {
        open.add(store.indexDirectory().open(info.name()));
      }
      for (IndexFile file : open) {
        for (Iterator<IndexEntry> entries = file.iterator(); entries.hasNext(); ) {
          IndexEntry entry = entries.next();
          if (manifest.pack(entry.location().pack()).isPresent()) {
            visitor.accept(entry);
          }
        }
      }
    } catch (NoSuchFileException e) {
      throw packsGone();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the indexes", e);
    } finally {
      open.forEach(IndexFile::close);
    }
  }

  /// Returns the objects that the records of an object are coded against, in all its copies; for
  /// marks: what is reachable keeps its bases alive.
  public Set<ObjectId> basesOf(ObjectId id) {
    Set<ObjectId> out = new HashSet<>();
    for (Copy copy : store.copies(id)) {
      if (copy.depth() > 0
          && resolver.record(copy.pack(), copy.offset()) instanceof Deltas(DeltaRecord record)) {
        out.addAll(bases(copy, record));
      }
    }
    return out;
  }

  private Set<ObjectId> bases(Copy copy, DeltaRecord record) {
    try (PackReader reader = PackReader.open(files.published(copy.pack()))) {
      return new PackScan(reader).bases(record.slots().get(copy.slot()), copy.offset());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + copy.pack(), e);
    }
  }

  /// Condemns packs: from now on no writer relies on them. Returns the generation of the manifest
  /// that says so, to be compared with that of sessions.
  public long condemn(Collection<PackInfo> packs) {
    return edit("condemning packs", packs, (edit, pack) -> edit.condemn(pack.number()));
  }

  /// Lets condemned packs count again.
  public long reprieve(Collection<PackInfo> packs) {
    return edit("keeping packs", packs, (edit, pack) -> edit.reprieve(pack.number()));
  }

  /// What is done to one pack in an edit of the manifest.
  @FunctionalInterface
  private interface Step {
    void apply(ManifestEdit edit, PackInfo pack);
  }

  private long edit(String operation, Collection<PackInfo> packs, Step step) {
    try {
      Manifest next =
          store.manifests().edit(operation, edit -> packs.forEach(pack -> step.apply(edit, pack)));
      store.refresh();
      return next.generation();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace the manifest", e);
    }
  }

  /// Takes packs off the manifest and deletes their files. The caller has made sure that nothing
  /// needs them.
  public void drop(Collection<PackInfo> packs) {
    try {
      publisher.drop("deleting packs", packs);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete packs", e);
    }
  }

  /// How packs are rewritten.
  public enum Manner {
    /// Records are copied as they are where all of their objects stay.
    COPY,
    /// Small frames are joined, so that many small packs become one good one.
    JOIN,
    /// Everything but deltas is compressed again as well as it gets, slowly.
    ARCHIVE
  }

  /// Writes the objects of `packs` that `keep` holds, and those they are coded against, to new
  /// packs, and condemns the old ones in the same manifest; or drops and deletes them at once where
  /// everything is kept. Free space is not reserved: this is how space is made.
  ///
  /// `session` must be open. Fails with [Fault#BUSY] where one of the packs is gone.
  public void rewrite(
      Session session, Collection<PackInfo> packs, Predicate<ObjectId> keep, Manner manner) {
    checkOpen(session);
    rewrite(List.copyOf(packs), keep, manner, false);
  }

  /// Writes all objects of `packs` to new packs, drops the old ones and deletes their files.
  public void replace(Session session, Collection<PackInfo> packs, Manner manner) {
    checkOpen(session);
    rewrite(List.copyOf(packs), id -> true, manner, true);
  }

  private void checkOpen(Session session) {
    if (session.generation() > store.manifest().generation()) {
      store.refresh();
    }
  }

  private void rewrite(
      List<PackInfo> packs, Predicate<ObjectId> keep, Manner manner, boolean drop) {
    try (Rewriter rewriter = new Rewriter(store, files, manner)) {
      rewriter.copy(packs, keep);
      rewriter.publish(publisher, packs, drop);
      if (drop) {
        publisher.delete(packs);
      }
      store.refresh();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rewrite packs", e);
    }
  }

  /// Returns files that no manifest lists: left by crashes, or being written by another session.
  public List<Path> unlisted() {
    return StrayFiles.find(store);
  }

  /// Deletes what [#unlisted] tells, unless another session is running; returns the bytes freed.
  public long removeUnlisted(Session session) {
    return StrayFiles.remove(store, session);
  }

  static VolaryException packsGone() {
    return new VolaryException(
        Fault.BUSY, "Somebody else has replaced packs meanwhile; run it again");
  }
}
