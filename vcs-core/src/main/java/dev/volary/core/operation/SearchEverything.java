package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.CommitInfo;
import dev.volary.core.history.LogQuery;
import dev.volary.core.history.RefName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds commits of all volumes by what is said about them.
public final class SearchEverything {
  private final Depot depot;

  /// A search in `depot`.
  public SearchEverything(Depot depot) {
    this.depot = depot;
  }

  /// A commit that was found.
  ///
  /// @param found where the text stands, such as `message` or `label bug`
  public record Hit(VolumeName volume, CommitInfo commit, List<String> found) {}

  /// Returns every commit about which something contains `text`, whatever the case, the latest of
  /// each volume first.
  ///
  /// @param only the volume to look in; all where it is empty
  public List<Hit> run(String text, Optional<VolumeName> only) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (VolumeName name : only.map(List::of).orElse(depot.volumes())) {
      search(depot.volume(name), text.toLowerCase(Locale.ROOT), hits);
    }
    return hits;
  }

  private static void search(Volume volume, String text, List<Hit> hits) {
    Map<CommitId, List<String>> refs = new HashMap<>();
    for (String kind : List.of(RefName.BRANCHES, RefName.REMOTES, RefName.TAGS)) {
      volume
          .history()
          .refs()
          .list(kind)
          .forEach(
              (ref, id) -> refs.computeIfAbsent(id, _ -> new ArrayList<>()).add(ref.shortName()));
    }
    LogQuery query = LogQuery.of(new LogQuery.Range(List.of(), List.of())).withAllRefs();
    for (CommitInfo commit : volume.history().log(query)) {
      List<String> found = new ArrayList<>();
      if (contains(commit.text(), text)) {
        found.add("message");
      }
      commit
          .labels()
          .forEach((key, value) -> {
            if (contains(key + "=" + value, text)) {
              found.add("label " + key);
            }
          });
      for (String ref : refs.getOrDefault(commit.id(), List.of())) {
        if (contains(ref, text)) {
          found.add("ref " + ref);
        }
      }
      if (contains(volume.name().text(), text)) {
        found.add("volume");
      }
      if (!found.isEmpty()) {
        hits.add(new Hit(volume.name(), commit, found));
      }
    }
  }

  private static boolean contains(String where, String what) {
    return where.toLowerCase(Locale.ROOT).contains(what);
  }
}
