package dev.volary.core.verify;

import dev.volary.core.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;

/// What to check.
///
/// @param directory the store's
/// @param temporary a folder for files that last no longer than the check, made if need be
/// @param options how the store is opened; as many threads check as it has workers
/// @param roots everything that must be whole: of all volumes every commit that is recorded as
///   complete, whatever holds it
public record VerifyRequest(
    Path directory,
    Path temporary,
    StoreOptions options,
    List<VerifyRoot> roots,
    VerifyProgress progress) {
  public VerifyRequest {
    roots = List.copyOf(roots);
  }
}
