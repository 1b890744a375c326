package dev.volary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.cli.Scene.Ran;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Remotes;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.history.CommitId;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.store.manifest.PackKind;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.Provision;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clones that failed or were killed while their data came.
final class HalfACloneTest {
  /// Where a pack says what it holds, and how long its header is.
  private static final int PACK_KIND_AT = 9;

  private static final int PACK_HEADER_BYTES = 32;

  @TempDir Path temp;
  private Scene theirs;
  private Scene mine;
  private Path copy;

  @BeforeEach
  void depots() throws IOException {
    theirs = new Scene(Files.createDirectories(temp.resolve("theirs"))).withVolume();
    mine = new Scene(Files.createDirectories(temp.resolve("mine")));
    copy = temp.resolve("mine/copy");
  }

  private String url() {
    return theirs.depotDirectory().resolve("pgdata").toString();
  }

  private void cloned() {
    mine.ok("clone", url(), "pgdata", "--to", copy.toString());
  }

  @Test
  void aCloneWhoseDataFailsOnTheWayLeavesNoDirectoryAndGoesOn() throws IOException {
    Map<Path, byte[]> packs = new HashMap<>();
    try (Stream<Path> files = Files.walk(theirs.depotDirectory())) {
      for (Path pack : files.filter(file -> file.toString().endsWith(".pack")).toList()) {
        byte[] bytes = Files.readAllBytes(pack);
        packs.put(pack, bytes.clone());
        // The directories still come, so that the files are being written when the data fails.
        if (bytes[PACK_KIND_AT] == PackKind.DATA.code()) {
          Arrays.fill(bytes, PACK_HEADER_BYTES, bytes.length, (byte) 0);
          Files.write(pack, bytes);
        }
      }
    }
    assertThat(mine.run("clone", url(), "--to", copy.toString()).exitCode()).isNotZero();
    assertThat(copy).doesNotExist();
    Path stood = Files.createDirectory(temp.resolve("stood"));
    Files.setPosixFilePermissions(stood, PosixFilePermissions.fromString("rwxr-x--x"));
    assertThat(mine.run("clone", url(), "--to", stood.toString()).exitCode()).isNotZero();
    assertThat(stood).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stood)))
        .isEqualTo("rwxr-x--x");
    assertThat(mine.ok("list")).contains("unfinished clone");
    for (Map.Entry<Path, byte[]> pack : packs.entrySet()) {
      Files.write(pack.getKey(), pack.getValue());
    }
    cloned();
    assertThat(Files.readString(copy.resolve("base/1"))).isEqualTo("one, changed");
    assertThat(mine.ok("-C", copy.toString(), "status", "--json")).contains("\"clean\":true");
  }

  /// As a clone that was killed while its data came leaves the depot.
  private void killedAt(String revision) throws IOException {
    CommitId commit;
    try (Depot depot = theirs.depot()) {
      commit = depot.volume(new VolumeName("pgdata")).history().resolve(revision);
    }
    try (Depot depot = mine.depot()) {
      Remotes.of(Scene.create(depot, "pgdata")).add(new Remote("origin", url(), Optional.empty()));
      Files.createDirectory(copy);
      Head head = new Head.OnBranch("refs/heads/main");
      try (DirectoryHandle top = Linux.openRoot(Linux.bytes(copy))) {
        depot
            .worktrees()
            .add(
                new WorktreeRecord(
                    "pgdata",
                    WorktreeGuard.identify(top, Linux.realPath(Linux.bytes(copy))),
                    head,
                    Optional.empty(),
                    new Pending.Changing(head, commit),
                    List.of(),
                    new Provision(Optional.empty(), new Provision.Stay.ForGood())),
                new SecureRandom());
      }
    }
  }

  private void isNewest(Path directory) throws IOException {
    assertThat(Files.readString(directory.resolve("base/1"))).isEqualTo("one, changed");
    assertThat(mine.ok("-C", directory.toString(), "status", "--json")).contains("\"clean\":true");
  }

  @Test
  void aKilledCloneGoesOnToWhereTheBranchIsByNow() throws IOException {
    killedAt("main~1");
    cloned();
    isNewest(copy);
  }

  @Test
  void aKilledCloneWhoseDirectoryWasDeletedGoesOn() throws IOException {
    killedAt("main");
    Files.delete(copy);
    cloned();
    isNewest(copy);
  }

  @Test
  void aKilledCloneGoesOnElsewhereOnlyWhenThatIsSaid() throws IOException {
    killedAt("main");
    Path other = temp.resolve("mine/other");
    Ran refused = mine.run("clone", url(), "pgdata", "--to", other.toString());
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("was begun in " + copy);
    mine.ok("worktree", "remove", "--force", copy.toString());
    mine.ok("clone", url(), "pgdata", "--to", other.toString());
    isNewest(other);
  }
}
