package dev.volary.core.restore.donor;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Node.RegularNode;
import java.io.IOException;
import java.util.List;

/// The live copies that new files may share blocks with. Thread-safe.
public final class Donors implements AutoCloseable {
  /// Smaller files are written as quickly as they are cloned.
  private static final long LEAST_BYTES = 64 << 10;

  private final List<Donor> donors;

  /// @param donors the likeliest first; they are closed with this
  public Donors(List<Donor> donors) {
    this.donors = List.copyOf(donors);
  }

  /// There are none.
  public static Donors none() {
    return new Donors(List.of());
  }

  /// Makes `target` the `wanted` file at `path` if any donor has it.
  ///
  /// @param target a new file without data; it is again if this returns false
  public boolean give(ByteString path, RegularNode wanted, FileHandle target) throws IOException {
    if (wanted.size() < LEAST_BYTES) {
      return false;
    }
    for (Donor donor : donors) {
      if (donor.give(path, wanted, target)) {
        return true;
      }
      target.truncate(0);
      if (wanted.content() instanceof MapContent) {
        target.truncate(wanted.size());
      }
    }
    return false;
  }

  @Override
  public void close() {
    donors.forEach(Donor::close);
  }
}
