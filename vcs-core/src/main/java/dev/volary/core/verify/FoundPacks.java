package dev.volary.core.verify;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.io.ByteString;
import dev.volary.core.store.index.IndexEntry;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackReader;
import dev.volary.core.store.pack.PackRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/// The pack files of a store seen without manifest and indexes: what can be learned from them.
final class FoundPacks {
  private static final String SUFFIX = ".pack";

  private final Path packs;

  FoundPacks(Path directory) {
    this.packs = directory.resolve("packs");
  }

  /// Returns all packs whose header can be read, numbered from 0 in the order of their names.
  List<PackInfo> list(Findings findings) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(packs, "*" + SUFFIX)) {
      stream.forEach(files::add);
    }
    files.sort(null);
    List<PackInfo> out = new ArrayList<>();
    for (Path file : files) {
      try (PackReader reader = PackReader.open(file)) {
        if (file.getFileName().toString().equals(reader.name() + SUFFIX)) {
          out.add(info(out.size(), reader));
        }
      } catch (VolaryException e) {
        findings.add(Finding.Kind.PACK, "pack " + file, String.valueOf(e.getMessage()), Set.of());
      }
    }
    return out;
  }

  private static PackInfo info(long number, PackReader reader) {
    try {
      PackFacts facts = reader.facts();
      return new PackInfo(
          number,
          facts.name(),
          facts.kind(),
          facts.sizeBytes(),
          facts.objects(),
          ByteString.of(facts.sha256().toBytes()),
          0);
    } catch (VolaryException e) {
      AtomicInteger objects = new AtomicInteger();
      reader.salvage((record, offset) -> objects.addAndGet(record.slots().size()));
      return new PackInfo(
          number,
          reader.name(),
          reader.kind(),
          reader.sizeBytes(),
          objects.get(),
          ByteString.of(new byte[PackInfo.DIGEST_SIZE]),
          0);
    }
  }

  /// Returns the entries of all records of a pack that are intact, none where the file is missing.
  List<IndexEntry> entries(PackInfo pack, ToLongFunction<ObjectId> numbers) throws IOException {
    List<IndexEntry> out = new ArrayList<>();
    Optional<PackReader> opened = open(pack.name());
    if (opened.isPresent()) {
      try (PackReader reader = opened.get()) {
        reader.salvage((record, offset) ->
            places(pack.number(), record, offset).forEach(place -> out.add(place.entry(numbers))));
      }
    }
    return out;
  }

  private Optional<PackReader> open(UniqueName name) {
    try {
      return Optional.of(PackReader.open(packs.resolve(name + SUFFIX)));
    } catch (VolaryException e) {
      return Optional.empty();
    }
  }

  /// Where an object stands, before it has a number.
  private record Place(ObjectId id, long pack, int offset, int slot, ObjectKind kind, int depth) {
    IndexEntry entry(ToLongFunction<ObjectId> numbers) {
      return new IndexEntry(
          id, new Location(pack, offset, slot, numbers.applyAsLong(id), kind, depth));
    }
  }

  private static List<Place> places(long pack, PackRecord record, int offset) {
    List<Place> out = new ArrayList<>();
    for (PackRecord.Slot object : record.slots()) {
      int depth =
          switch (object) {
            case DeltaRecord.DeltaSlot delta -> delta.depth();
            case FrameRecord.FrameSlot _ -> 0;
          };
      out.add(new Place(object.id(), pack, offset, out.size(), record.kind(), depth));
    }
    return out;
  }
}
