package dev.volary.remote.server.hub;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.io.AtomicFile;
import dev.volary.core.session.DepotLock;
import dev.volary.remote.access.Access;
import dev.volary.remote.access.pattern.Advertised;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.access.rules.Level;
import dev.volary.remote.access.rules.RuleText;
import dev.volary.remote.access.rules.UnreadableRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules of all levels, where they stand: the hub's and the namespaces' in files, a volume's in
/// its history. Thread-safe; read anew whenever asked, so that a change counts at once.
public final class HubRules {
  /// Stands for the default branch where no volume is meant.
  private static final RefName MAIN = RefName.branch("main");

  private final Depot depot;
  private final HubLayout layout;

  HubRules(Depot depot, HubLayout layout) {
    this.depot = depot;
    this.layout = layout;
  }

  /// A text of rules that was found.
  ///
  /// @param commit what holds it, if it stands in a history
  public record Found(String text, Optional<CommitId> commit) {}

  /// The rules for the hub itself: who is their admin administers it.
  public Access ofHub() throws IOException {
    return Access.of("*", MAIN, List.of(hub()));
  }

  /// The rules for a namespace, and for volumes in it that are not there.
  public Access ofNamespace(String namespace, String name) throws IOException {
    List<RuleText> levels = new ArrayList<>(List.of(hub()));
    namespace(namespace).ifPresent(levels::add);
    return Access.of(namespace + "/" + name, MAIN, levels);
  }

  /// The rules for a volume, with all it inherits.
  public Access of(HubVolumeName name, Volume volume) throws IOException {
    List<RuleText> levels = new ArrayList<>(List.of(hub()));
    namespace(name.namespace()).ifPresent(levels::add);
    ofVolume(volume).ifPresent(levels::add);
    return Access.of(name.toString(), volume.history().refs().defaultBranch(), levels);
  }

  private RuleText hub() throws IOException {
    Optional<String> text = read(layout.rules());
    return text.isPresent()
        ? RuleText.found(Level.HUB, text.get())
        : new UnreadableRules(Level.HUB, "the hub's rules are not there");
  }

  private Optional<RuleText> namespace(String namespace) throws IOException {
    return read(layout.rules(HubVolumeName.checkNamespace(namespace)))
        .map(text -> RuleText.found(Level.NAMESPACE, text));
  }

  private static Optional<RuleText> ofVolume(Volume volume) {
    Optional<RawRef> held = held(volume);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        find(volume)
            .map(found -> RuleText.found(Level.VOLUME, found.text()))
            .orElseGet(() ->
                new UnreadableRules(
                    Level.VOLUME, Advertised.ACCESS + " holds no " + AccessRules.FILE)));
  }

  private static Optional<RawRef> held(Volume volume) {
    String ref = Advertised.ACCESS.value();
    return Optional.ofNullable(volume.history().transfer().refs(ref).get(Advertised.ACCESS));
  }

  /// The text of a volume's own rules, if it has any.
  public static Optional<Found> find(Volume volume) {
    HistoryTransfer transfer = volume.history().transfer();
    return held(volume)
        .flatMap(RawRef::commit)
        .flatMap(
            commit -> transfer.rules(commit).map(text -> new Found(text, Optional.of(commit))));
  }

  /// The text of the hub's rules.
  public String hubText() throws IOException {
    return read(layout.rules()).orElse("");
  }

  /// The text of a namespace's rules; empty where it has none.
  public String namespaceText(String namespace) throws IOException {
    return read(layout.rules(HubVolumeName.checkNamespace(namespace))).orElse("");
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Replaces the hub's rules; BUSY where they are no longer `before`.
  public void replaceHub(String before, String after) throws IOException {
    replace(layout.rules(), before, after);
  }

  /// Replaces a namespace's rules; BUSY where they are no longer `before`.
  public void replaceNamespace(String namespace, String before, String after) throws IOException {
    Files.createDirectories(layout.namespaces());
    replace(layout.rules(HubVolumeName.checkNamespace(namespace)), before, after);
  }

  private void replace(Path file, String before, String after) throws IOException {
    try (DepotLock _ = depot.lock("hub-rules", "changing rules")) {
      if (!read(file).orElse("").equals(before)) {
        throw new VolaryException(
            Fault.BUSY, "somebody else changed these rules meanwhile: look again and repeat it");
      }
      AtomicFile.publish(file, after.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Commits rules to a volume; BUSY where they are no longer those that were found.
  public static CommitId replace(Volume volume, Optional<Found> before, NewText after) {
    HistoryTransfer transfer = volume.history().transfer();
    Optional<CommitId> parent = before.flatMap(Found::commit);
    CommitId commit =
        transfer.commitRules(
            new HistoryTransfer.NewRules(
                parent.stream().toList(), after.text(), after.by(), after.message()));
    transfer.update(
        new HistoryTransfer.RefChange(
            Advertised.ACCESS,
            parent.map(GitObjectId::ofCommit),
            Optional.of(GitObjectId.ofCommit(commit)),
            false,
            after.by(),
            after.message()));
    return commit;
  }

  /// Rules to be committed.
  public record NewText(String text, Identity by, String message) {}
}
