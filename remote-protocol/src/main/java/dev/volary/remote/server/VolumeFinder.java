package dev.volary.remote.server;

import dev.volary.core.depot.VolumeName;
import java.util.List;
import java.util.Optional;

/// Finds the volume that a path is about. Thread-safe.
@FunctionalInterface
public interface VolumeFinder {
  /// A volume that a path may mean; whether it exists and may be seen is another question.
  ///
  /// @param name its name in the depot
  /// @param shown its name for those outside
  /// @param rest what follows it in the path
  record Found(VolumeName name, String shown, List<String> rest) {
    public Found {
      rest = List.copyOf(rest);
    }
  }

  /// Takes a path apart, or returns nothing where it means no volume.
  Optional<Found> find(List<String> path);

  /// The volumes whose names are the first segment; a `.git` at its end is passed over.
  VolumeFinder BY_NAME =
      path -> {
        if (path.isEmpty()) {
          return Optional.empty();
        }
        String first = path.getFirst();
        String name =
            first.endsWith(".git") ? first.substring(0, first.length() - ".git".length()) : first;
        return VolumeName.isValid(name)
            ? Optional.of(new Found(new VolumeName(name), name, path.subList(1, path.size())))
            : Optional.empty();
      };
}
