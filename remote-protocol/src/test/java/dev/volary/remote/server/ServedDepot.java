package dev.volary.remote.server;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Surroundings;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
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
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.NewObject;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.ObjectSink;
import dev.volary.core.object.tree.DirectoryWriter;
import dev.volary.core.object.tree.Top;
import dev.volary.core.reach.Completion;
import dev.volary.core.session.Session;
import dev.volary.core.store.ObjectTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A depot with small volumes, whose clock stands still unless moved.
public final class ServedDepot implements AutoCloseable {
  /// Who made its commits.
  public static final Identity AUTHOR = new Identity("Ann", "ann@example.org");

  private final Path directory;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Depot depot;

  /// A new depot in `directory`.
  public ServedDepot(Path directory) throws IOException {
    this.directory = directory;
    this.depot =
        Depot.openOrCreate(directory, new Surroundings(() -> now, new SecureRandom(), Map.of()));
  }

  /// Moves its clock.
  public void later(java.time.Duration time) {
    now = now.plus(time);
  }

  /// The depot itself.
  public Depot depot() {
    return depot;
  }

  /// A volume, made where there is none.
  public Volume volume(String name) throws IOException {
    VolumeName volume = new VolumeName(name);
    return depot.volumes().contains(volume) ? depot.volume(volume) : depot.createVolume(volume);
  }

  /// Writes the objects of a tree of one file and returns its root.
  public static ObjectId tree(ObjectSink sink, String file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ObjectId chunk = ObjectHash.of(ObjectKind.CHUNK, bytes);
    sink.put(new NewObject(chunk, ObjectKind.CHUNK, bytes, List.of()));
    DirectoryWriter writer = new DirectoryWriter(sink);
    writer.add(
        new Entry(
            ByteString.utf8(file),
            Attributes.plain(0644, 0, 0, 0, 0),
            Optional.empty(),
            new RegularNode(bytes.length, new ChunkContent(chunk))));
    return new Top(Attributes.plain(0755, 0, 0, 0, 0), writer.finish()).write(sink);
  }

  /// A sink that gathers what it is given.
  public static ObjectSink into(List<NewObject> objects) {
    return new ObjectSink() {
      @Override
      public boolean has(ObjectId id) {
        return false;
      }

      @Override
      public void put(NewObject object) {
        objects.add(object);
      }
    };
  }

  /// Facts of such a tree.
  public static Facts facts(ObjectId root) {
    return new Facts(root, 1, 1, Instant.EPOCH, Consistency.of(Consistency.Level.STOPPED));
  }

  /// Commits a tree of one file to a branch of a volume, complete.
  public CommitId commit(String volumeName, String branch, String text) throws IOException {
    Volume volume = volume(volumeName);
    ObjectId root;
    try (Session session = depot.begin("test");
        ObjectTransaction transaction = depot.store().begin(session)) {
      root = tree(transaction, "file", text);
      transaction.publish();
    }
    RefName ref = RefName.branch(branch);
    Optional<CommitId> tip = volume.history().refs().find(ref);
    CommitId commit =
        volume
            .history()
            .commit(
                new NewCommit(tip.stream().toList(), AUTHOR, text, new TreeMap<>(), facts(root)));
    volume.completeness().record(commit, Completion.COMPLETE);
    volume.history().refs().update(new RefUpdate(ref, tip, commit, AUTHOR, "test"));
    return commit;
  }

  /// Every file of the depot that pushes could leave behind; what is remembered of the volume's own
  /// commits is none.
  public List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(name -> !name.startsWith("locks/") && !name.startsWith("sessions/"))
          .filter(name -> !name.endsWith("/lock") && !name.endsWith(".lock"))
          .filter(name -> !name.contains("/reach/"))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    depot.close();
  }
}
