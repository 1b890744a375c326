package dev.volary.remote.client;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.RefName;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.VolumeRefs;
import dev.volary.remote.wire.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Works out which refs of the other side go where. Pure.
final class FetchMap {
  private static final List<String> SPACES = List.of("", RefName.BRANCHES, RefName.TAGS, "refs/");

  private final FetchRequest request;
  private final VolumeRefs there;

  FetchMap(FetchRequest request, VolumeRefs there) {
    this.request = request;
    this.there = there;
  }

  /// Returns what the request names; NOT_FOUND if a name is not there.
  List<WantedRef> wanted() {
    List<RefSpec> specs =
        request.specs().isEmpty() ? List.of(RefSpec.following(request.remote())) : request.specs();
    Map<RefName, WantedRef> wanted = new LinkedHashMap<>();
    for (RefSpec spec : specs) {
      if (spec.deletes()) {
        throw new VolaryException(
            Fault.USAGE, "a fetch deletes nothing: `volary branch -d` does, --prune follows");
      }
      for (WantedRef ref : spec.isPattern() ? matching(spec) : List.of(named(spec))) {
        wanted.put(ref.here(), ref);
      }
    }
    return new ArrayList<>(wanted.values());
  }

  /// Returns the tags of the other side, each to the tag of its name.
  List<WantedRef> tags() {
    return there.refs().stream()
        .filter(ref -> ref.ref().isTag())
        .map(ref -> new WantedRef(ref, ref.ref(), false))
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
          .ifPresent(target -> wanted.add(new WantedRef(ref, here(ref, target), spec.force())));
    }
    return wanted;
  }

  private WantedRef named(RefSpec spec) {
    AdvertisedRef ref =
        SPACES.stream()
            .map(space -> space + spec.source())
            .filter(name -> name.startsWith("refs/"))
            .flatMap(name -> find(name).stream())
            .findFirst()
            .orElseThrow(() -> missing(spec.source()));
    return new WantedRef(ref, here(ref, spec.target()), spec.force() || spec.target().isEmpty());
  }

  private Optional<AdvertisedRef> find(String name) {
    return there.refs().stream().filter(ref -> ref.ref().value().equals(name)).findFirst();
  }

  private VolaryException missing(String name) {
    List<String> names = there.refs().stream().map(ref -> ref.ref().shortName()).limit(20).toList();
    return new VolaryException(
        Fault.NOT_FOUND,
        "there is no ref %s in %s there".formatted(name, Problem.printable(there.volume())),
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
