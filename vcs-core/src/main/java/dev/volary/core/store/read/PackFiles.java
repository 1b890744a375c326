package dev.volary.core.store.read;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.store.manifest.UniqueName;
import dev.volary.core.store.pack.PackReader;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.RecordHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// The pack files of a store: where they are, and the readers that are open, a bounded number.
/// Thread-safe.
public final class PackFiles implements AutoCloseable {
  /// What the file name of a pack ends in.
  public static final String SUFFIX = ".pack";

  private static final int MAX_OPEN = 128;

  private final Path packs;
  private final Path incoming;
  private final LinkedHashMap<UniqueName, PackReader> open = new LinkedHashMap<>(64, 0.75f, true);

  /// Opens the two directories of packs in `directory`, making them if need be.
  public PackFiles(Path directory) throws IOException {
    this.packs = Files.createDirectories(directory.resolve("packs"));
    this.incoming = Files.createDirectories(directory.resolve("incoming"));
  }

  /// Returns where published packs are.
  public Path packsDirectory() {
    return packs;
  }

  /// Returns where packs are written.
  public Path incomingDirectory() {
    return incoming;
  }

  /// Returns where a pack is once it is finished.
  public Path published(UniqueName pack) {
    return packs.resolve(pack + SUFFIX);
  }

  /// Returns where a pack is while it is written.
  public Path unpublished(UniqueName pack) {
    return incoming.resolve(pack + SUFFIX);
  }

  /// Reads a record; a reader that another thread closed meanwhile is opened again.
  public PackRecord record(UniqueName pack, int offset) {
    return reading(pack, reader -> reader.record(offset));
  }

  /// Reads the head of a record alone.
  public RecordHead head(UniqueName pack, int offset) {
    return reading(pack, reader -> reader.head(offset));
  }

  private <T> T reading(UniqueName pack, Function<PackReader, T> read) {
    for (int attempt = 0; ; attempt++) {
      try {
        return read.apply(reader(pack));
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof ClosedChannelException) || attempt >= 8) {
          throw e;
        }
        forget(pack);
        if (e.getCause() instanceof ClosedByInterruptException) {
          throw new VolaryException(Fault.INTERRUPTED, "Reading was interrupted", e);
        }
      }
    }
  }

  /// Names a record for messages.
  public String resource(UniqueName pack, int offset) {
    return "the record at " + offset + " of " + published(pack);
  }

  private synchronized PackReader reader(UniqueName pack) {
    PackReader found = open.get(pack);
    if (found == null) {
      found = openAnywhere(pack);
      open.put(pack, found);
      if (open.size() > MAX_OPEN) {
        close(open.pollFirstEntry().getValue());
      }
    }
    return found;
  }

  /// A pack being published moves from one directory to the other between two looks.
  private PackReader openAnywhere(UniqueName pack) {
    Path file = Files.exists(unpublished(pack)) ? unpublished(pack) : published(pack);
    PackReader reader;
    try {
      reader = PackReader.open(file);
    } catch (VolaryException e) {
      if (e.fault() != Fault.NOT_FOUND || file.equals(published(pack))) {
        throw e;
      }
      reader = PackReader.open(published(pack));
    }
    if (!reader.name().equals(pack)) {
      close(reader);
      throw VolaryException.corrupt(file.toString(), "it is another pack, " + reader.name());
    }
    return reader;
  }

  /// Closes the reader of a pack, if one is open.
  public synchronized void forget(UniqueName pack) {
    PackReader reader = open.remove(pack);
    if (reader != null) {
      close(reader);
    }
  }

  private static void close(PackReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + reader.file(), e);
    }
  }

  @Override
  public synchronized void close() {
    List<PackReader> readers = new ArrayList<>(open.values());
    open.clear();
    readers.forEach(PackFiles::close);
  }
}
