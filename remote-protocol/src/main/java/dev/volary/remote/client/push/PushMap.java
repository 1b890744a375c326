package dev.volary.remote.client.push;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.RefName;
import dev.volary.core.history.VolumeHistory;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.message.AdvertisedRef;
import dev.volary.remote.message.VolumeRefs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Works out which refs of the other side shall stand where.
final class PushMap {
  private static final List<String> SPACES = List.of(RefName.BRANCHES, RefName.TAGS);

  private final VolumeHistory history;
  private final PushRequest request;
  private final VolumeRefs there;

  PushMap(VolumeHistory history, PushRequest request, VolumeRefs there) {
    this.history = history;
    this.request = request;
    this.there = there;
  }

  /// Returns one command a ref; NOT_FOUND if a source is not here, CONFLICT if two go to one ref.
  List<PushCommand> commands() {
    Map<RefName, PushCommand> commands = new LinkedHashMap<>();
    for (RefSpec spec : request.specs()) {
      for (PushCommand command : spec.isPattern() ? matching(spec) : List.of(single(spec))) {
        if (commands.put(command.target(), command) != null) {
          throw new VolaryException(
              Fault.USAGE, "two ref specs move %s: name one".formatted(command.target()));
        }
      }
    }
    if (request.tags()) {
      history
          .transfer()
          .refs(RefName.TAGS)
          .forEach((tag, raw) ->
              commands.putIfAbsent(tag, command(Optional.of(tag), tag, Optional.of(raw), false)));
    }
    return new ArrayList<>(commands.values());
  }

  private List<PushCommand> matching(RefSpec spec) {
    List<PushCommand> commands = new ArrayList<>();
    history
        .transfer()
        .refs("refs/")
        .forEach((ref, raw) ->
            spec.map(ref)
                .ifPresent(target ->
                    commands.add(
                        command(
                            Optional.of(ref),
                            target.isEmpty() ? ref : new RefName(target),
                            Optional.of(raw),
                            spec.force()))));
    return commands;
  }

  private PushCommand single(RefSpec spec) {
    if (spec.deletes()) {
      RefName target = target(spec.target(), Optional.empty());
      if (there.find(target).isEmpty()) {
        throw new VolaryException(
            Fault.NOT_FOUND, "there is no %s there to delete".formatted(target.shortName()));
      }
      return command(Optional.empty(), target, Optional.empty(), spec.force());
    }
    Optional<RefName> source = localRef(spec.source());
    if (source.isPresent()) {
      RawRef raw = history.transfer().refs(source.get().value()).get(source.get());
      RefName target = spec.target().isEmpty() ? source.get() : target(spec.target(), source);
      return command(source, target, Optional.ofNullable(raw), spec.force());
    }
    CommitId commit = history.resolve(spec.source());
    if (spec.target().isEmpty()) {
      throw new VolaryException(
          Fault.USAGE,
          "'%s' is no branch or tag: say where it goes, as in %s:refs/heads/NAME"
              .formatted(spec.source(), spec.source()));
    }
    RawRef raw = new RawRef(GitObjectId.ofCommit(commit), Optional.of(commit));
    return command(
        Optional.empty(), target(spec.target(), Optional.empty()), Optional.of(raw), spec.force());
  }

  private Optional<RefName> localRef(String name) {
    if (name.startsWith("refs/")) {
      RefName ref = new RefName(name);
      return history.transfer().refs(name).containsKey(ref) ? Optional.of(ref) : Optional.empty();
    }
    return SPACES.stream()
        .filter(space ->
            history.transfer().refs(space).keySet().stream()
                .anyMatch(ref -> ref.value().equals(space + name)))
        .map(space -> new RefName(space + name))
        .findFirst();
  }

  /// A short name is the ref of that name there, else one of the source's kind.
  private RefName target(String name, Optional<RefName> source) {
    if (name.startsWith("refs/")) {
      return new RefName(name);
    }
    for (String space : SPACES) {
      for (AdvertisedRef ref : there.refs()) {
        if (ref.ref().value().equals(space + name)) {
          return ref.ref();
        }
      }
    }
    return source.map(RefName::isTag).orElse(false) ? RefName.tag(name) : RefName.branch(name);
  }

  private PushCommand command(
      Optional<RefName> source, RefName target, Optional<RawRef> raw, boolean force) {
    return new PushCommand(
        source,
        target,
        there.find(target).map(AdvertisedRef::object),
        raw.map(RawRef::object),
        raw.flatMap(RawRef::commit),
        force || !(request.forcing() instanceof Forcing.AsSaid));
  }
}
