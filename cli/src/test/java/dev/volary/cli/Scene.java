package dev.volary.cli;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.OutputMode;
import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.depot.WorktreeGuard;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Consistency;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.history.RefUpdate;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content;
import dev.volary.core.object.Entry;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.DepotLock;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectTransaction;
import dev.volary.core.worktree.Head;
import dev.volary.core.worktree.Pending;
import dev.volary.core.worktree.WorktreeRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A depot with volumes made by hand, and the program to be tried on it.
final class Scene {
  static final Instant NOW = Instant.parse("2026-11-17T12:00:00Z");
  static final Identity ANNA = new Identity("Anna", "anna@example.org");

  private final Path place;
  private Instant now = NOW;

  Scene(Path place) {
    this.place = place;
  }

  /// What a run printed and how it ended.
  record Ran(int exitCode, String out, String err) {}

  Path depotDirectory() {
    return place.resolve("depot");
  }

  Path worktreeDirectory() {
    return place.resolve("live");
  }

  /// Lets time go by.
  void at(Instant time) {
    now = time;
  }

  Surroundings surroundings() {
    InstantSource clock = () -> now;
    return new Surroundings(
        clock,
        new SecureRandom(),
        Map.of("VOLARY_AUTHOR", "Anna <anna@example.org>", "HOME", place.toString()));
  }

  Depot depot() throws IOException {
    return Depot.openOrCreate(depotDirectory(), surroundings());
  }

  /// Makes `pgdata`: two commits on `main`, the first also branch `old` and tag `v1`, and a
  /// worktree of `main`.
  Scene withVolume() throws IOException {
    try (Depot depot = depot()) {
      Volume volume = create(depot, "pgdata");
      CommitId first =
          commit(depot, volume, "main", Map.of("base/1", "one", "base/2", "two", "notes", "n"));
      branch(volume, "old", first);
      volume.history().tags().create(RefName.tag("v1"), first, Optional.empty());
      at(NOW.plusSeconds(60));
      CommitId second =
          commit(
              depot,
              volume,
              "main",
              Map.of("base/1", "one, changed", "base/moved", "two", "new", "x"));
      worktree(depot, second);
    }
    return this;
  }

  static Volume create(Depot depot, String name) throws IOException {
    try (DepotLock _ = depot.lock("volumes", "test")) {
      return depot.createVolume(new VolumeName(name));
    }
  }

  static void branch(Volume volume, String name, CommitId target) {
    volume
        .history()
        .refs()
        .update(new RefUpdate(RefName.branch(name), Optional.empty(), target, ANNA, "test"));
  }

  private void worktree(Depot depot, CommitId base) throws IOException {
    ByteString path = ByteString.utf8(Files.createDirectories(worktreeDirectory()).toString());
    try (DirectoryHandle directory = Linux.openRoot(path);
        DepotLock _ = depot.lock("worktrees", "test")) {
      WorktreeRecord record =
          new WorktreeRecord(
              "pgdata",
              WorktreeGuard.identify(directory, path),
              new Head.OnBranch("refs/heads/main"),
              Optional.of(base),
              new Pending.Nothing());
      depot.worktrees().add(record, new SecureRandom());
    }
  }

  /// Commits `files` (by path) to a branch.
  CommitId commit(Depot depot, Volume volume, String branch, Map<String, String> files)
      throws IOException {
    ObjectId root;
    try (Session session = depot.begin("test");
        ObjectTransaction objects = depot.store().begin(session)) {
      root = new Top(attributes(0755), directory(objects, new TreeMap<>(files))).write(objects);
      objects.publish();
      long bytes = files.values().stream().mapToLong(String::length).sum();
      RefName ref = RefName.branch(branch);
      Optional<CommitId> parent = volume.history().refs().find(ref);
      Facts facts =
          new Facts(root, files.size(), bytes, now, Consistency.of(Consistency.Level.STOPPED));
      CommitId commit =
          volume
              .history()
              .commit(
                  new NewCommit(
                      parent.stream().toList(), ANNA, "State of " + now, new TreeMap<>(), facts));
      volume.completeness().record(commit, Completion.COMPLETE);
      volume.history().refs().update(new RefUpdate(ref, parent, commit, ANNA, "commit"));
      return commit;
    }
  }

  private static ObjectId directory(ObjectTransaction objects, Map<String, String> files) {
    Map<String, Map<String, String>> folders = new TreeMap<>();
    Map<ByteString, Node> nodes = new TreeMap<>(Comparator.naturalOrder());
    files.forEach((path, text) -> {
      int slash = path.indexOf('/');
      if (slash < 0) {
        nodes.put(ByteString.utf8(path), file(objects, text));
      } else {
        folders
            .computeIfAbsent(path.substring(0, slash), _ -> new TreeMap<>())
            .put(path.substring(slash + 1), text);
      }
    });
    folders.forEach((name, inner) ->
        nodes.put(ByteString.utf8(name), new Node.DirectoryNode(directory(objects, inner))));
    DirectoryWriter writer = new DirectoryWriter(objects);
    nodes.forEach(
        (name, node) -> writer.add(new Entry(name, attributes(0644), Optional.empty(), node)));
    return writer.finish();
  }

  private static Node file(ObjectTransaction objects, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ObjectId id = ObjectHash.of(ObjectKind.CHUNK, bytes);
    if (!objects.has(id)) {
      objects.put(new NewObject(id, ObjectKind.CHUNK, bytes, List.of()));
    }
    return new Node.RegularNode(bytes.length, new Content.ChunkContent(id));
  }

  private static Attributes attributes(int mode) {
    return Attributes.plain(mode, 0, 0, 1_700_000_000, 0);
  }

  /// Runs the program as if called in the worktree.
  Ran run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] all = new String[words.length + 2];
    all[0] = "--depot";
    all[1] = depotDirectory().toString();
    System.arraycopy(words, 0, all, 2, words.length);
    Invocation.Caller caller =
        new Invocation.Caller(
            ByteString.utf8(worktreeDirectory().toString()), false, surroundings());
    int exitCode = new Program(new Output(out, err, OutputMode.PLAIN), caller).run(all);
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Runs it, fails unless it succeeds, and returns what it printed.
  String ok(String... words) {
    Ran ran = run(words);
    if (ran.exitCode() != 0) {
      throw new AssertionError(String.join(" ", words) + ": " + ran);
    }
    return ran.out();
  }
}
