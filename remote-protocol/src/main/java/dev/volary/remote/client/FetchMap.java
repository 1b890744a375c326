package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.wire.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Works out which refs of the other side go where, and of which commits the data is asked for by
/// name.
final class FetchMap {
  private static final List<String> SPACES = List.of("", RefName.BRANCHES, RefName.TAGS, "refs/");

  private final FetchRequest request;
  private final VolumeRefs there;
  private final VolumeHistory history;

  /// @param history knows the commits that are named by anything but a ref there
  FetchMap(FetchRequest request, VolumeRefs there, VolumeHistory history) {
    this.request = request;
    this.there = there;
    this.history = history;
  }

  /// What the request names.
  ///
  /// @param refs refs there and where they go
  /// @param commits commits that are known here, whose data is wanted
  record Named(List<WantedRef> refs, Set<CommitId> commits) {}

  /// Returns what the request names; NOT_FOUND if a name is neither a ref there nor a commit here.
  Named named() {
    List<RefSpec> specs =
        request.specs().isEmpty() ? List.of(RefSpec.following(request.remote())) : request.specs();
    Map<RefName, WantedRef> wanted = new LinkedHashMap<>();
    Set<CommitId> commits = new LinkedHashSet<>();
    for (RefSpec spec : specs) {
      if (spec.deletes()) {
        throw new VolaryException(
            Fault.USAGE, "a fetch deletes nothing: `volary branch -d` does, --prune follows");
      }
      List<WantedRef> refs = spec.isPattern() ? matching(spec) : named(spec);
      refs.forEach(ref -> wanted.put(ref.here(), ref));
      if (refs.isEmpty() && !spec.isPattern()) {
        commits.add(commit(spec));
      }
    }
    return new Named(new ArrayList<>(wanted.values()), commits);
  }

  /// Returns the tags of the other side, each to the tag of its name.
  List<WantedRef> tags() {
    return there.refs().stream()
        .filter(ref -> ref.ref().isTag())
        .map(ref -> new WantedRef(ref, ref.ref(), false, WantedRef.Why.ALONG))
        .toList();
  }

  /// Tells whether a followed branch is still there.
  boolean isStillThere(RefName followed) {
    String branch = followed.value().substring((RefName.REMOTES + request.remote() + "/").length());
    return there.find(RefName.branch(branch)).isPresent();
  }

  private List<WantedRef> matching(RefSpec spec) {
    List<WantedRef> wanted = new ArrayList<>();
    for (AdvertisedRef ref : there.refs()) {
      spec.map(ref.ref())
          .ifPresent(target ->
              wanted.add(
                  new WantedRef(ref, here(ref, target), spec.force(), WantedRef.Why.MATCHED)));
    }
    return wanted;
  }

  private List<WantedRef> named(RefSpec spec) {
    return SPACES.stream()
        .map(space -> space + spec.source())
        .filter(name -> name.startsWith("refs/"))
        .flatMap(name -> find(name).stream())
        .limit(1)
        .map(ref ->
            new WantedRef(
                ref,
                here(ref, spec.target()),
                spec.force() || spec.target().isEmpty(),
                WantedRef.Why.NAMED))
        .toList();
  }

  private CommitId commit(RefSpec spec) {
    if (!spec.target().isEmpty()) {
      throw missing(spec.source());
    }
    try {
      return history.resolve(spec.source());
    } catch (VolaryException e) {
      throw e.fault() == Fault.NOT_FOUND ? missing(spec.source()) : e;
    }
  }

  private Optional<AdvertisedRef> find(String name) {
    return there.refs().stream().filter(ref -> ref.ref().value().equals(name)).findFirst();
  }

  private VolaryException missing(String name) {
    List<String> names = there.refs().stream().map(ref -> ref.ref().shortName()).limit(20).toList();
    return new VolaryException(
        Fault.NOT_FOUND,
        "there is no ref %s in %s there, and no such commit here"
            .formatted(name, Problem.printable(there.volume())),
        names);
  }

  private RefName here(AdvertisedRef ref, String target) {
    if (target.isEmpty()) {
      return ref.ref().isBranch()
          ? RefName.remote(request.remote(), ref.ref().shortName())
          : ref.ref();
    }
    return target.startsWith("refs/") ? new RefName(target) : RefName.branch(target);
  }
}
