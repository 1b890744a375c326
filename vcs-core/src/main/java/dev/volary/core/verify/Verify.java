package dev.volary.core.verify;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.store.Catalogue;
import dev.volary.core.store.ObjectStore;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks a whole depot: indexes, packs, everything that roots reach, hard links.
///
/// Reads every byte of every pack and decodes every object to its id. Goes on after damage, and
/// tells which files of which commits it hurts. Changes nothing, needs no lock and may run beside
/// writers.
public final class Verify {
  private final VerifyRequest request;
  private final Findings findings = new Findings();

  private Verify(VerifyRequest request) {
    this.request = request;
  }

  /// Checks what `request` names.
  ///
  /// Fails with [Fault#NOT_FOUND] where there is no depot and [Fault#TOO_NEW] where another version
  /// wrote it; damage is never a failure.
  public static VerifyReport run(VerifyRequest request) throws IOException {
    return new Verify(request).run();
  }

  private VerifyReport run() throws IOException {
    Optional<List<PackInfo>> packs = packsWithoutIndexes();
    if (packs.isEmpty()) {
      return check(request.directory());
    }
    try (Shadow shadow =
        new Shadow(request.temporary(), request.directory(), request.options(), packs.get())) {
      return check(shadow.directory());
    }
  }

  /// Checks the manifest and the indexes. Where they are not sound, nothing can be looked up by
  /// them: then returns the packs, whose records say the rest.
  private Optional<List<PackInfo>> packsWithoutIndexes() throws IOException {
    ManifestFile file = ObjectStore.manifestOf(request.directory());
    while (true) {
      Manifest manifest;
      try {
        manifest = file.load();
      } catch (VolaryException e) {
        if (e.fault() != Fault.CORRUPT) {
          throw e;
        }
        findings.add(
            Finding.Kind.MANIFEST, "the manifest", String.valueOf(e.getMessage()), Set.of());
        return Optional.of(new FoundPacks(request.directory()).list(findings));
      }
      Findings found = new Findings();
      new IndexCheck(indexes(), manifest, found).run();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      // Others may replace indexes while they are being read: then what was found is not true.
      if (file.current() == manifest.generation()) {
        findings.addAll(found);
        return Optional.of(manifest.packs());
      }
    }
  }

  private IndexDirectory indexes() throws IOException {
    return IndexDirectory.open(request.directory(), request.options().random());
  }

  private VerifyReport check(Path directory) throws IOException {
    try (ObjectStore store = ObjectStore.open(directory, request.options())) {
      return check(store);
    }
  }

  private VerifyReport check(ObjectStore store) {
    Catalogue catalogue = store.catalogue();
    SoundObjects sound = new SoundObjects(store::numberOf);
    PackStage packs = new PackStage(catalogue, sound, findings, request.progress());
    Manifest manifest = packs.run(Math.max(1, request.options().workers()));
    TreeCheck trees = new TreeCheck(store, store::numberOf, sound, findings);
    Map<ObjectId, List<VerifyRoot>> hurt = checkTrees(store, trees);
    HurtPaths paths = new HurtPaths(store, trees, sound, findings);
    hurt.forEach(paths::search);
    return new VerifyReport(
        new VerifyReport.Counts(
            manifest.packs().size(),
            packs.bytes(),
            packs.objects(),
            manifest.indexes().size(),
            request.roots().size(),
            trees.pages(),
            trees.files(),
            catalogue.unlisted().size()),
        findings.finished(sound, paths::finish),
        findings.more(),
        hurt.values().stream().flatMap(List::stream).toList());
  }

  /// Walks every root once; returns those that are not whole, with all who hold them.
  private Map<ObjectId, List<VerifyRoot>> checkTrees(ObjectStore store, TreeCheck trees) {
    Map<ObjectId, List<VerifyRoot>> roots = new LinkedHashMap<>();
    for (VerifyRoot root : request.roots()) {
      roots.computeIfAbsent(root.root(), id -> new ArrayList<>()).add(root);
    }
    LinkCheck links = new LinkCheck(new DirectoryReader(store), trees, findings);
    Set<ObjectId> directories = new HashSet<>();
    Map<ObjectId, List<VerifyRoot>> hurt = new LinkedHashMap<>();
    int done = 0;
    for (Map.Entry<ObjectId, List<VerifyRoot>> root : roots.entrySet()) {
      if (!trees.whole(root.getKey())) {
        hurt.put(root.getKey(), root.getValue());
      } else if (trees.hasLinks(root.getKey())) {
        ObjectId directory = Top.read(store, root.getKey()).directory();
        if (directories.add(directory)) {
          links.check(directory);
        }
      }
      request.progress().roots(++done, roots.size());
    }
    return hurt;
  }
}
