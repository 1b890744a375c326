package dev.volary.remote.server.git;

import dev.volary.core.depot.Trees;
import dev.volary.core.depot.Volume;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.VolumeHistory;
import dev.volary.remote.access.rules.AccessRules;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.server.push.Incoming;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex.MutableEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/// A repository for one push: empty but for what is sent, with the volume's own as alternate.
///
/// JGit installs a pack before it asks whether it may; here that touches nothing. Closing removes
/// everything.
final class TemporaryHistory implements Incoming, AutoCloseable {
  private static final int MAX_RULES = 1 << 20;

  /// JGit must not tidy up in the background what is about to be removed.
  private static final String CONFIG =
      """
      [core]
      	repositoryformatversion = 0
      	bare = true
      [gc]
      	auto = 0
      [receive]
      	autogc = false
      """;

  private final Path folder;
  private final FileRepository repository;
  private final Volume volume;
  private final Set<ObjectId> sent = new HashSet<>();
  private boolean looked;

  private TemporaryHistory(Path folder, FileRepository repository, Volume volume) {
    this.folder = folder;
    this.repository = repository;
    this.volume = volume;
  }

  static TemporaryHistory make(VolumeView view) throws IOException {
    Path folder = Files.createTempDirectory(view.depot().layout().temporary(), "push-");
    try {
      Path gitDir = folder.resolve("history.git");
      Files.createDirectories(gitDir.resolve("objects/info"));
      Files.createDirectories(gitDir.resolve("objects/pack"));
      Files.createDirectories(gitDir.resolve("refs"));
      Files.createDirectories(gitDir.resolve("volary"));
      Path objects = view.transfer().gitDir().toAbsolutePath().resolve("objects");
      Files.writeString(gitDir.resolve("objects/info/alternates"), objects + "\n");
      Files.writeString(gitDir.resolve("HEAD"), "ref: refs/heads/none\n");
      Files.writeString(gitDir.resolve("config"), CONFIG);
      FileRepository repository =
          (FileRepository) new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare().build();
      return new TemporaryHistory(
          folder, repository, view.depot().volumeIn(folder, view.volume().name()));
    } catch (IOException | RuntimeException e) {
      Trees.deleteIfExists(folder);
      throw e;
    }
  }

  FileRepository repository() {
    return repository;
  }

  @Override
  public VolumeHistory history() {
    return volume.history();
  }

  @Override
  public boolean wasSent(GitObjectId object) {
    if (!looked) {
      for (Pack pack : repository.getObjectDatabase().getPacks()) {
        for (MutableEntry entry : pack) {
          sent.add(entry.toObjectId());
        }
      }
      looked = true;
    }
    return sent.contains(ReadableRefs.id(object));
  }

  @Override
  public Optional<String> rules(GitObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(ReadableRefs.id(commit));
      try (TreeWalk tree =
          TreeWalk.forPath(walk.getObjectReader(), AccessRules.FILE, parsed.getTree())) {
        if (tree == null) {
          return Optional.empty();
        }
        byte[] text =
            walk.getObjectReader()
                .open(tree.getObjectId(0), Constants.OBJ_BLOB)
                .getCachedBytes(MAX_RULES);
        return Optional.of(new String(text, StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public Optional<InputStream> pack() throws IOException {
    Optional<Path> file = packFile();
    return file.isPresent() ? Optional.of(Files.newInputStream(file.get())) : Optional.empty();
  }

  @Override
  public long packBytes() throws IOException {
    Optional<Path> file = packFile();
    return file.isPresent() ? Files.size(file.get()) : 0;
  }

  private Optional<Path> packFile() throws IOException {
    List<Path> packs = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("history.git/objects/pack"), "*.pack")) {
      files.forEach(packs::add);
    }
    return packs.stream().findFirst();
  }

  @Override
  public void close() throws IOException {
    repository.close();
    volume.history().close();
    Trees.deleteIfExists(folder);
  }
}
