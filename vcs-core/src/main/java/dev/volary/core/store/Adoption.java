package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.IndexFile;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.IndexInfo;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestEdit;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.PackFacts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the packs of another store packs of this one.
///
/// The files get a second name here, so that whatever fails the other store stays as it was and the
/// step can be done again. Memory does not grow with the objects: indexes are copied line by line.
final class Adoption {
  /// What touches the disk, apart from indexes and the manifest; tests put failures in.
  interface Steps {
    /// Gives a file a second name.
    void link(Path from, Path to) throws IOException;

    /// Makes the names in a directory durable.
    void sync(Path directory) throws IOException;

    /// Comes before an index is written, and before the manifest is.
    void proceed() throws IOException;
  }

  /// The real disk.
  static final Steps DISK =
      new Steps() {
        @Override
        public void link(Path from, Path to) throws IOException {
          try {
            Files.createLink(to, from);
          } catch (UnsupportedOperationException e) {
            Files.copy(from, to);
            try (FileChannel channel = FileChannel.open(to, StandardOpenOption.READ)) {
              channel.force(true);
            }
          }
        }

        @Override
        public void sync(Path directory) throws IOException {
          AtomicFile.syncDirectory(directory);
        }

        @Override
        public void proceed() {}
      };

  private final ObjectStore main;
  private final ObjectStore aside;
  private final Publisher publisher;
  private final Steps steps;

  Adoption(ObjectStore main, ObjectStore aside, Publisher publisher, Steps steps) {
    this.main = main;
    this.aside = aside;
    this.publisher = publisher;
    this.steps = steps;
  }

  void run() throws IOException {
    Manifest theirs = aside.catalogue().manifest();
    Set<UniqueName> here = new HashSet<>();
    main.manifest().packs().forEach(pack -> here.add(pack.name()));
    List<PackInfo> packs =
        theirs.packs().stream().filter(pack -> !here.contains(pack.name())).toList();
    packs.forEach(this::checkBases);
    List<PackFacts> facts = packs.stream().map(Adoption::facts).toList();
    publisher.adopt(
        facts,
        () -> {
          for (PackInfo pack : packs) {
            link(pack.name());
          }
          steps.sync(main.files().packsDirectory());
        },
        (edit, numbers, made) -> {
          Renumbering renumbering = new Renumbering(theirs, numbers, edit);
          for (IndexInfo index : theirs.indexes()) {
            steps.proceed();
            copy(index, renumbering, made);
          }
          steps.proceed();
        });
  }

  /// What a delta rested on when it came may have gone since, or be about to.
  private void checkBases(PackInfo pack) {
    aside
        .catalogue()
        .records(
            pack,
            record ->
                record
                    .objects()
                    .forEach(object ->
                        object
                            .bases()
                            .forEach(base -> {
                              if (!aside.contains(base) && !main.lasts(base)) {
                                throw new VolaryException(
                                    Fault.CONFLICT,
                                    "What was sent rests on objects that are gone meanwhile; send"
                                        + " it again");
                              }
                            })));
  }

  private void link(UniqueName pack) throws IOException {
    Path from = aside.files().published(pack);
    Path to = main.files().published(pack);
    try {
      steps.link(from, to);
    } catch (FileAlreadyExistsException e) {
      // A crash left it, between this and the manifest.
      if (!Files.isSameFile(from, to)) {
        Files.delete(to);
        steps.link(from, to);
      }
    }
  }

  private static PackFacts facts(PackInfo pack) {
    ObjectId digest = ObjectId.ofBytes(pack.sha256().bytes(), 0);
    return new PackFacts(pack.name(), pack.kind(), pack.sizeBytes(), (int) pack.objects(), digest);
  }

  private void copy(IndexInfo index, Renumbering renumbering, Publisher.Made made)
      throws IOException {
    Set<Long> packs = new HashSet<>();
    for (long pack : index.packs()) {
      Long number = renumbering.pack(pack);
      if (number != null) {
        packs.add(number);
      }
    }
    if (packs.isEmpty()) {
      return;
    }
    try (IndexFile file = aside.indexDirectory().open(index.name())) {
      Iterator<IndexEntry> entries = renumbering.of(file.iterator());
      made.index(main.indexDirectory().copy(entries, file.entries(), packs));
    }
  }

  /// Index lines of the other store as those of this one. Objects this one knows keep their
  /// numbers; the others get a block of new ones, in which each has its old number's place.
  private final class Renumbering {
    private final Map<UniqueName, Long> numbers;
    private final Manifest theirs;
    private final long firstNew;

    Renumbering(Manifest theirs, Map<UniqueName, Long> numbers, ManifestEdit edit) {
      this.theirs = theirs;
      this.numbers = numbers;
      this.firstNew = edit.reserveObjects(theirs.nextObject());
    }

    @Nullable Long pack(long number) {
      return theirs.pack(number).map(pack -> numbers.get(pack.name())).orElse(null);
    }

    Iterator<IndexEntry> of(Iterator<IndexEntry> entries) {
      return new Iterator<>() {
        private @Nullable IndexEntry next = advance();

        private @Nullable IndexEntry advance() {
          while (entries.hasNext()) {
            IndexEntry entry = entries.next();
            Long pack = pack(entry.location().pack());
            if (pack != null) {
              return new IndexEntry(entry.id(), renumbered(entry, pack));
            }
          }
          return null;
        }

        @Override
        public boolean hasNext() {
          return next != null;
        }

        @Override
        public IndexEntry next() {
          IndexEntry now = Objects.requireNonNull(next);
          next = advance();
          return now;
        }
      };
    }

    private Location renumbered(IndexEntry entry, long pack) {
      Location old = entry.location();
      List<Location> here = main.locations(entry.id());
      long number = here.isEmpty() ? firstNew + old.number() : here.getFirst().number();
      return new Location(pack, old.offset(), old.slot(), number, old.kind(), old.depth());
    }
  }
}
