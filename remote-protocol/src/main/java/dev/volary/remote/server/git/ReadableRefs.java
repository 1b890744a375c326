package dev.volary.remote.server.git;

import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.HistoryTransfer.RawRef;
import dev.volary.core.history.RefName;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SymbolicRef;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// The readable refs of a volume as JGit wants them.
final class ReadableRefs {
  private ReadableRefs() {}

  /// The volume's repository; the caller closes it.
  static Repository open(VolumeView view) throws IOException {
    return new FileRepositoryBuilder()
        .setGitDir(view.transfer().gitDir().toFile())
        .setBare()
        .build();
  }

  /// All that may be read, by name, with HEAD where its branch is among them.
  static Map<String, Ref> of(VolumeView view) {
    Map<String, Ref> refs = new HashMap<>();
    SortedMap<RefName, RawRef> readable = view.refs();
    readable.forEach((name, held) -> refs.put(name.value(), ref(name, held)));
    Ref main = refs.get(view.volume().history().refs().defaultBranch().value());
    if (main != null) {
      refs.put(Constants.HEAD, new SymbolicRef(Constants.HEAD, main));
    }
    return refs;
  }

  private static Ref ref(RefName name, RawRef held) {
    ObjectId object = id(held.object());
    boolean peels =
        held.commit().isPresent()
            && !GitObjectId.ofCommit(held.commit().get()).equals(held.object());
    return peels
        ? new ObjectIdRef.PeeledTag(
            Ref.Storage.LOOSE,
            name.value(),
            object,
            id(GitObjectId.ofCommit(held.commit().orElseThrow())))
        : new ObjectIdRef.PeeledNonTag(Ref.Storage.LOOSE, name.value(), object);
  }

  static ObjectId id(GitObjectId id) {
    return ObjectId.fromString(id.toHex());
  }
}
