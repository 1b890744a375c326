package dev.volary.core.capture.walk;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.object.Entry;
import dev.volary.core.object.tree.DirectoryReader;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Goes through a base directory forward only, decoding each leaf once. Not thread-safe.
public final class BaseCursor {
  private final DirectoryReader reader;
  private final Optional<ObjectId> directory;
  private @Nullable Iterator<Entry> entries;
  private @Nullable Entry ahead;

  BaseCursor(DirectoryReader reader, Optional<ObjectId> directory) {
    this.reader = reader;
    this.directory = directory;
  }

  /// Returns the entry called `name`, which must be greater than every name asked for before.
  public Optional<Entry> find(ByteString name) {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    if (entries == null) {
      entries = reader.entriesFrom(directory.get(), name);
    }
    while (ahead == null || ahead.name().compareTo(name) < 0) {
      if (!entries.hasNext()) {
        return Optional.empty();
      }
      ahead = entries.next();
    }
    return ahead.name().equals(name) ? Optional.of(ahead) : Optional.empty();
  }
}
