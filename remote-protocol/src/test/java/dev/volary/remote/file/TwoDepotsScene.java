package dev.volary.remote.file;

import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.linux.Linux;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.core.reach.Completion;
import dev.volary.core.restore.RestoreListener;
import dev.volary.core.worktree.Head;
import dev.volary.fixtures.Seeds;
import dev.volary.remote.client.Clone;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.Fetch;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.client.push.Forcing;
import dev.volary.remote.client.push.Push;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A depot with a volume of three commits, each of bytes of its own, and one that copies it.
abstract class TwoDepotsScene {
  static final RefName MAIN = RefName.branch("main");
  static final int FILE_BYTES = 100_000;

  @TempDir Path folder;
  TestDepot there;
  TestDepot here;

  /// The commits of `main` there, the oldest first.
  final List<CommitId> commits = new ArrayList<>();

  @BeforeEach
  void twoDepots() throws IOException {
    there = new TestDepot(folder.resolve("there"));
    here = new TestDepot(folder.resolve("here"));
    there.init("pgdata");
    for (int i = 1; i <= 3; i++) {
      goOn();
    }
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  /// Commits new bytes there.
  CommitId goOn() throws IOException {
    write(there.data("pgdata").resolve("base/1"), commits.size() + 1, FILE_BYTES);
    commits.add(there.commit("pgdata", "commit " + commits.size()));
    return commits.getLast();
  }

  static void write(Path file, long seed, int length) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Seeds.bytes(Seeds.generator(seed), length));
  }

  Clone.Result cloned(int depth) throws IOException {
    return cloned(depth, TransferProgress.NONE);
  }

  Clone.Result cloned(int depth, TransferProgress progress) throws IOException {
    return clone(here, depth, progress);
  }

  Clone.Result clone(TestDepot depot, int depth) throws IOException {
    return clone(depot, depth, TransferProgress.NONE);
  }

  Clone.Result clone(TestDepot depot, int depth, TransferProgress progress) throws IOException {
    return new Clone(depot.depot(), TestDepot.ANN, progress)
        .run(
            there.transport("pgdata"),
            new CloneRequest(
                new VolumeName("copy"),
                new Remote("origin", "file:///there/pgdata", Optional.empty()),
                depth,
                FetchRequest.Tags.FOLLOW));
  }

  void checkedOut() throws IOException {
    Clone.Result clone = cloned(FetchRequest.ALL);
    new NewWorktree(here.depot(), TestDepot.ANN, RestoreListener.NONE)
        .run(
            clone.volume(),
            Linux.bytes(here.data("copy")),
            new Head.OnBranch(MAIN.value()),
            clone.tip().orElseThrow());
  }

  Volume copy() throws IOException {
    return here.volume("copy");
  }

  TransferResult fetch(FetchRequest request) throws IOException {
    return fetch(request, TransferProgress.NONE);
  }

  TransferResult fetch(FetchRequest request, TransferProgress progress) throws IOException {
    return new Fetch(here.depot(), TestDepot.ANN, progress)
        .run(copy(), there.transport("pgdata"), request);
  }

  static FetchRequest request(int depth, String... specs) {
    List<RefSpec> parsed = List.of(specs).stream().map(RefSpec::parse).toList();
    return new FetchRequest("origin", parsed, depth, FetchRequest.Tags.FOLLOW, false, false);
  }

  TransferResult push(String... specs) throws IOException {
    return pushFrom("copy", specs);
  }

  TransferResult pushFrom(String volume, String... specs) throws IOException {
    List<RefSpec> parsed = List.of(specs).stream().map(RefSpec::parse).toList();
    return new Push(here.depot(), TestDepot.ANN, TransferProgress.NONE)
        .run(
            here.volume(volume),
            there.transport("pgdata"),
            new PushRequest("origin", parsed, new Forcing.AsSaid(), false, false, false));
  }

  /// What is recorded of the commits, in their order.
  static List<Completion> states(Volume volume, List<CommitId> commits) throws IOException {
    List<Completion> states = new ArrayList<>();
    for (CommitId commit : commits) {
      states.add(volume.completeness().of(commit).orElseThrow());
    }
    return states;
  }
}
