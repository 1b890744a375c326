package dev.volary.core.restore.plan;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.FileSystemFacts;
import dev.volary.core.restore.plan.PlannedStep.Kind;
import java.util.Set;
import java.util.function.Consumer;

/// Adds up what a plan will do, and tells each step.
public final class PlanCounter {
  /// What an entry or the last part of a file takes at most beside its bytes.
  private static final long BLOCK = 4096;

  /// File systems that write a changed block beside the old one.
  private static final Set<String> COPY_ON_WRITE = Set.of("btrfs", "zfs", "bcachefs");

  private final FileSystemFacts facts;
  private final Consumer<PlannedStep> steps;
  private long created;
  private long changed;
  private long removed;
  private long moved;
  private long written;
  private long needed;

  public PlanCounter(FileSystemFacts facts, Consumer<PlannedStep> steps) {
    this.facts = facts;
    this.steps = steps;
  }

  void create(ByteString path, long bytes) {
    created++;
    written += bytes;
    needed += bytes + BLOCK;
    steps.accept(new PlannedStep(Kind.CREATE, path, bytes));
  }

  /// Counts a change in place that makes the file longer by `growth` bytes.
  void change(ByteString path, long bytes, long growth) {
    changed++;
    written += bytes;
    needed += COPY_ON_WRITE.contains(facts.typeName()) ? bytes : Math.min(bytes, growth);
    steps.accept(new PlannedStep(Kind.CHANGE, path, bytes));
  }

  /// Counts an entry that is written anew beside the old one.
  void rewrite(ByteString path, long bytes) {
    changed++;
    written += bytes;
    needed += bytes + BLOCK;
    steps.accept(new PlannedStep(Kind.CHANGE, path, bytes));
  }

  void remove(ByteString path) {
    removed++;
    steps.accept(new PlannedStep(Kind.REMOVE, path, 0));
  }

  void keep(ByteString path) {
    steps.accept(new PlannedStep(Kind.KEEP, path, 0));
  }

  /// Takes back what a created file counted that is renamed into its place.
  void move(long bytes) {
    moved++;
    written -= bytes;
    needed -= bytes;
  }

  public PlanTotals totals() {
    return new PlanTotals(
        created, changed, removed, moved, written, needed, facts.availableBytes());
  }
}
