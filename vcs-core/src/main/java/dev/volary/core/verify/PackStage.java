package dev.volary.core.verify;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.store.Catalogue;
import dev.volary.core.store.Damage;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.PackInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Checks all packs, several at a time, from their first byte to their last.
final class PackStage {
  private final Catalogue catalogue;
  private final SoundObjects sound;
  private final Findings findings;
  private final VerifyProgress progress;
  private final Set<PackInfo> damaged = ConcurrentHashMap.newKeySet();
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong doneBytes = new AtomicLong();

  PackStage(Catalogue catalogue, SoundObjects sound, Findings findings, VerifyProgress progress) {
    this.catalogue = catalogue;
    this.sound = sound;
    this.findings = findings;
    this.progress = progress;
  }

  /// Checks until every pack listed at the end was checked: others may write and merge meanwhile.
  Manifest run(int threads) {
    Set<Long> done = new HashSet<>();
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("volary-verify-", 1).factory())) {
      while (true) {
        Manifest manifest = catalogue.manifest();
        List<PackInfo> packs = new ArrayList<>(manifest.packs());
        packs.removeIf(pack -> !done.add(pack.number()));
        if (packs.isEmpty()) {
          return manifest;
        }
        packs.sort(Comparator.comparingLong(PackInfo::sizeBytes).reversed());
        long totalBytes = doneBytes.get() + packs.stream().mapToLong(PackInfo::sizeBytes).sum();
        List<Future<?>> pending = new ArrayList<>();
        packs.forEach(pack -> pending.add(executor.submit(() -> check(pack, totalBytes))));
        pending.forEach(PackStage::await);
      }
    }
  }

  private static void await(Future<?> task) {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VolaryException(Fault.INTERRUPTED, "The check was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("checking a pack failed", e);
    }
  }

  private void check(PackInfo pack, long totalBytes) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    List<Damage> found = new ArrayList<>();
    catalogue.verify(
        pack,
        new Catalogue.Inspector() {
          @Override
          public void sound(ObjectId id, ObjectKind kind, int plainBytes) {
            sound.note(id, kind, plainBytes);
            objects.incrementAndGet();
          }

          @Override
          public void damaged(Damage damage) {
            found.add(damage);
          }
        });
    // A pack that was merged into another meanwhile is no damage; the other is checked next.
    if (!found.isEmpty() && listed(pack)) {
      damaged.add(pack);
      String resource = "pack " + pack.name();
      found.forEach(
          damage -> findings.add(Finding.Kind.PACK, resource, damage.sentence(), damage.objects()));
    }
    progress.packs(doneBytes.addAndGet(pack.sizeBytes()), totalBytes);
  }

  private boolean listed(PackInfo pack) {
    return catalogue.manifest().pack(pack.number()).isPresent();
  }

  /// Returns the packs something is wrong with.
  Set<PackInfo> damaged() {
    return damaged;
  }

  /// Returns how many copies of objects are sound.
  long objects() {
    return objects.get();
  }

  /// Returns how many bytes were checked.
  long bytes() {
    return doneBytes.get();
  }
}
