package dev.volary.core.depot;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux;
import java.io.IOException;

/// Keeps the depot and worktrees out of each other.
public final class DepotPlace {
  private static final ByteString SLASH = ByteString.utf8("/");

  private DepotPlace() {}

  /// Fails with CONFLICT where `path` lies in the depot or the depot in it.
  public static void requireApart(Depot depot, ByteString path) throws IOException {
    ByteString place = Linux.realPath(Linux.bytes(depot.layout().directory()));
    if (within(place, path) || within(path, place)) {
      throw new VolaryException(
          Fault.CONFLICT,
          "%s and the depot %s lie in each other: choose another --depot".formatted(path, place));
    }
  }

  private static boolean within(ByteString inner, ByteString outer) {
    return inner.equals(outer) || outer.equals(SLASH) || inner.startsWith(outer.plus(SLASH));
  }
}
