package dev.volary.core.operation;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.DepotSettings;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.error.VolaryException;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.session.Session;
import dev.volary.core.store.SpaceLimit;
import dev.volary.core.worktree.WorktreeFolder;
import dev.volary.core.worktree.WorktreeRecord;
import dev.volary.core.worktree.layer.OverlaySupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at everything around the data that can stand in the way: the depot's place, the machine,
/// the rights of the user, the worktrees' file systems, what crashes left behind.
public final class Checkup {
  private static final int TRIAL_BYTES = 4096;

  private final Depot depot;
  private final List<Remark> remarks = new ArrayList<>();

  /// A look at `depot`.
  public Checkup(Depot depot) {
    this.depot = depot;
  }

  /// How serious a remark is.
  public enum Weight {
    /// As it should be.
    FINE,
    /// Good to know.
    NOTE,
    /// Something to do.
    PROBLEM
  }

  /// One thing that was looked at.
  public record Remark(Weight weight, String about, String sentence) {}

  /// Looks at everything.
  public List<Remark> run() throws IOException {
    machine();
    place();
    for (Map.Entry<WorktreeFolder, WorktreeRecord> entry : depot.worktrees().all().entrySet()) {
      worktree(entry.getKey(), entry.getValue());
    }
    leftovers();
    return List.copyOf(remarks);
  }

  private void say(Weight weight, String about, String sentence) {
    remarks.add(new Remark(weight, about, sentence));
  }

  private void machine() throws IOException {
    say(
        Weight.FINE,
        "Java",
        "%s %s on %s processors"
            .formatted(
                System.getProperty("java.vm.name"),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors()));
    List<String> lacking = new ArrayList<>();
    for (Linux.Capability capability : Linux.Capability.values()) {
      if (!Linux.hasCapability(capability)) {
        lacking.add(capability.name());
      }
    }
    say(
        lacking.isEmpty() ? Weight.FINE : Weight.NOTE,
        "rights",
        lacking.isEmpty()
            ? "every owner, device and attribute can be read and restored"
            : "without %s not all owners, devices and attributes can be restored, and not all processes be seen; as root they can"
                .formatted(String.join(", ", lacking)));
  }

  private void place() throws IOException {
    Path directory = depot.layout().directory();
    FileSystemFacts facts = Linux.fileSystem(directory);
    say(
        facts.network() || facts.readOnly() ? Weight.PROBLEM : Weight.FINE,
        "depot",
        "%s on %s%s"
            .formatted(
                directory,
                facts.typeName(),
                facts.network()
                    ? ", a network file system, where locks do not hold: move it to a local one"
                    : facts.readOnly() ? ", mounted read-only: nothing can be committed" : ""));
    Optional<String> setting =
        new Settings(depot, Optional.empty())
            .all().stream()
                .filter(value -> value.key().same(DepotSettings.MIN_FREE))
                .map(Settings.Value::value)
                .findFirst();
    SpaceLimit limit = setting.map(DepotSettings::limit).orElse(SpaceLimit.DEFAULT);
    long spare = facts.availableBytes() - limit.reservedBytes(facts.totalBytes());
    say(
        spare > 0 ? Weight.FINE : Weight.PROBLEM,
        "space",
        spare > 0
            ? "%d MB can be written before %s is reached"
                .formatted(spare >> 20, DepotSettings.MIN_FREE)
            : "free space is under %s, nothing more is written: `volary gc` or a larger disk makes room"
                .formatted(DepotSettings.MIN_FREE));
  }

  private void worktree(WorktreeFolder folder, WorktreeRecord record) throws IOException {
    String about = "worktree " + record.identity().path();
    if (record.pending().isChange() || Files.exists(folder.intentFile())) {
      say(
          Weight.PROBLEM,
          about,
          "a change was interrupted: `volary switch --continue` goes on, `volary switch --abort`"
              + " goes back");
    }
    try (DirectoryHandle directory = WorktreeGuard.openAsItIs(depot, folder, record)) {
      FileSystemFacts facts = directory.fileSystem();
      say(
          facts.trustworthyStat() ? Weight.FINE : Weight.NOTE,
          about,
          "%s: %s, %s, %s"
              .formatted(
                  facts.typeName(),
                  facts.trustworthyStat()
                      ? "unchanged files are known without reading them"
                      : "every commit reads every file, for this file system tells too little",
                  copies(record, directory),
                  freezable(facts)));
    } catch (VolaryException e) {
      say(Weight.PROBLEM, about, e.getMessage());
    } catch (LinuxException e) {
      say(Weight.PROBLEM, about, e.getMessage() + ": look at it as its owner or as root");
    }
  }

  /// Says what the worktree is, or what another one beside it would be.
  private String copies(WorktreeRecord record, DirectoryHandle directory) throws IOException {
    if (record.provision().overlay().isPresent()) {
      return "over the shared checkout of "
          + record.provision().overlay().get().commit().shortHex();
    }
    if (sharesBlocks(directory)) {
      return "copies share blocks";
    }
    Optional<String> obstacle = OverlaySupport.obstacle(depot.layout().directory());
    return obstacle
        .map(reason -> "copies are full copies, no overlays, because " + reason)
        .orElse("large copies are overlays");
  }

  /// Tries it with two files that never have a name.
  private static boolean sharesBlocks(DirectoryHandle directory) {
    try (FileHandle from = directory.openUnnamed();
        FileHandle to = directory.openUnnamed()) {
      from.write(0, new byte[TRIAL_BYTES], 0, TRIAL_BYTES);
      return to.cloneRange(from, 0, 0, TRIAL_BYTES);
    } catch (IOException e) {
      return false;
    }
  }

  private String freezable(FileSystemFacts facts) throws IOException {
    long own = Linux.fileSystem(depot.layout().directory()).fsid();
    if (!List.of("ext4", "xfs", "btrfs").contains(facts.typeName())) {
      return "--freeze is not possible";
    }
    if (facts.fsid() == own) {
      return "--freeze is not possible, for the depot lies on the same file system";
    }
    return Linux.hasCapability(Linux.Capability.SYS_ADMIN)
        ? "--freeze is possible"
        : "--freeze is possible as root";
  }

  private void leftovers() throws IOException {
    try (Session session = depot.begin("doctor")) {
      List<String> running = session.others();
      say(Weight.FINE, "running", running.isEmpty() ? "nothing else" : String.join("; ", running));
    }
    for (VolumeName name : depot.volumes()) {
      try (Stream<Path> files = Files.walk(depot.volume(name).directory())) {
        List<Path> locks =
            files.filter(file -> file.toString().endsWith(".lock") && isGitLock(file)).toList();
        if (!locks.isEmpty()) {
          say(
              Weight.NOTE,
              "volume " + name,
              "%d lock files of a crash or of a running command; the next commit removes stale ones"
                  .formatted(locks.size()));
        }
      }
    }
  }

  /// Git's locks are files that come and go; ours stay, and are locked inside.
  private static boolean isGitLock(Path file) {
    return file.toString().contains("history.git/")
        && Files.exists(Path.of(file.toString().replaceFirst("\\.lock$", "")));
  }
}
