package dev.volary.core.restore;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileStat;
import dev.volary.core.linux.Linux;
import dev.volary.core.linux.LinuxException;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.tree.DirectoryReader;
import dev.volary.core.object.tree.Top;
import dev.volary.core.restore.donor.Donors;
import dev.volary.core.restore.entry.AttributeSetter;
import dev.volary.core.restore.entry.AttributeTarget;
import dev.volary.core.restore.entry.Crew;
import dev.volary.core.restore.entry.DeepStack;
import dev.volary.core.restore.entry.Folder;
import dev.volary.core.restore.plan.Doors;
import dev.volary.core.restore.plan.HeldFilter;
import dev.volary.core.restore.plan.MergeWalk.Mode;
import dev.volary.core.restore.plan.MergeWalk.Place;
import dev.volary.core.restore.plan.PlanCounter;
import dev.volary.core.restore.plan.PlanTotals;
import dev.volary.core.restore.plan.PlanWalk;
import dev.volary.core.restore.plan.PlannedStep;
import dev.volary.core.restore.plan.RestorePlan;
import dev.volary.core.restore.plan.RestoreRequest;
import dev.volary.core.scan.DirectoryFilter;
import dev.volary.core.scan.Scan;
import dev.volary.core.scan.StatCacheBinding;
import dev.volary.core.scan.StatCacheReader;
import dev.volary.core.scan.StatCacheWriter;
import dev.volary.core.scan.TreeScan;
import dev.volary.core.scan.UnheldFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes a directory on disk what a tree says: plan, show, apply.
///
/// Only what differs is written, in place where nothing else can see it. With an intent file, a
/// restore that was cut off at any moment can be brought onwards or back, and the top is closed to
/// others meanwhile (mode 0, or 0700 for a user whom that would bind too); what such a user could
/// not read again gets a mode that lets it, and the other is noted as not held. Not thread-safe;
/// uses several threads itself.
public final class Restore {
  static final String PREFIX = ".volary-restore-";
  private static final int CLOSED = 0;
  private static final int OWNER_ALL = 0700;

  private final ObjectSource source;
  private final Surroundings surroundings;
  private final boolean privileged;
  private final Donors donors;

  /// What a restore works with.
  ///
  /// @param folder where lists of entries may overflow to, outside of every worktree
  /// @param threads how many threads write files
  /// @param clock the clock that dates changes
  /// @param bootId names the run of the kernel, to which stat caches are bound
  public record Surroundings(Path folder, int threads, InstantSource clock, String bootId) {}

  /// A restore of trees whose objects are in `source`.
  public Restore(ObjectSource source, Surroundings surroundings) throws IOException {
    this(source, surroundings, Donors.none());
  }

  /// As [#Restore(ObjectSource, Surroundings)], sharing files with `donors` where that can be done.
  public Restore(ObjectSource source, Surroundings surroundings, Donors donors) throws IOException {
    this.source = source;
    this.surroundings = surroundings;
    this.donors = donors;
    this.privileged = Linux.hasCapability(Linux.Capability.DAC_OVERRIDE);
  }

  /// Finds out what is to be done, without changing anything; `steps` is told each.
  ///
  /// Fails with [Fault#CONFLICT] where something would be lost that the request does not discard,
  /// [Fault#NOT_FOUND] where a path asked for is nowhere.
  public RestorePlan plan(RestoreRequest request, Consumer<PlannedStep> steps) throws IOException {
    Scan scan = scan(request);
    Optional<StatCacheReader> cache = cache(request, scan);
    boolean made = false;
    try {
      RestorePlan plan = DeepStack.run(() -> decide(request, scan, cache, steps));
      made = true;
      return plan;
    } finally {
      cache.ifPresent(StatCacheReader::close);
      if (!made) {
        scan.close();
      }
    }
  }

  /// What is waited for before a directory is opened to others.
  @FunctionalInterface
  public interface Opening {
    /// Nothing.
    Opening AT_ONCE = () -> {};

    /// Returns when it may be opened; fails where it must stay closed.
    void await() throws IOException;
  }

  /// As below, and opens the top at once.
  public RestoreResult apply(RestorePlan plan, Optional<Path> intent, RestoreListener listener)
      throws IOException {
    return apply(plan, intent, listener, Opening.AT_ONCE);
  }

  /// Does what `plan` says, and makes it durable.
  ///
  /// Fails with [Fault#NO_SPACE] before anything is changed where there is too little room, and
  /// with [Fault#CONFLICT] where something changed since the plan was made. With an intent file,
  /// the record stays there after a failure.
  public RestoreResult apply(
      RestorePlan plan, Optional<Path> intent, RestoreListener listener, Opening opening)
      throws IOException {
    requireRoom(plan.totals());
    DirectoryHandle top = plan.request().top();
    FileStat before = top.stat();
    if (!before.isUnchangedSince(plan.scan().totals().top())) {
      throw Guard.conflict(ByteString.utf8("The top directory"));
    }
    Doors doors =
        plan.request().before().isPresent() ? plan.request().before().get() : Doors.of(top);
    try {
      if (intent.isPresent()) {
        begin(plan.request(), intent.get(), doors);
      }
      int mode = intent.isPresent() && privileged ? CLOSED : OWNER_ALL;
      top.setOwnMode(mode);
      ClosedSubvolumes subvolumes = new ClosedSubvolumes(top, doors);
      subvolumes.close(mode);
      AttributeSetter setter = new AttributeSetter(privileged, intent.isPresent());
      RestoreResult result = DeepStack.run(() -> write(plan, setter, subvolumes, listener));
      opening.await();
      finish(plan, setter, doors.top(), mode);
      subvolumes.open(setter, plan.notes());
      Optional<Path> statCache = Optional.empty();
      if (intent.isPresent()) {
        // The top is open again: from here on, somebody's new changes must not count as a mixture.
        Intent.clear(intent.get());
        statCache = cleanStats(plan);
      }
      return new RestoreResult(
          result.totals(),
          result.bytesWritten(),
          plan.notes().unheld().pack(),
          result.kept(),
          statCache);
    } catch (LinuxException e) {
      throw told(e);
    }
  }

  private Scan scan(RestoreRequest request) throws IOException {
    TreeScan.Request scan =
        new TreeScan.Request(
            request.top(),
            held(request),
            request.known().unheld(),
            surroundings.folder(),
            entries -> {});
    return TreeScan.run(scan, surroundings.clock().instant());
  }

  private DirectoryFilter held(RestoreRequest request) {
    DirectoryFilter rules = request.known().filter();
    if (rules.equals(DirectoryFilter.NOTHING)) {
      return rules;
    }
    List<ObjectId> tops = new ArrayList<>();
    tops.add(Top.read(source, request.wanted()).directory());
    request.known().base().ifPresent(root -> tops.add(Top.read(source, root).directory()));
    return new HeldFilter(rules, new DirectoryReader(source), tops);
  }

  private Optional<StatCacheReader> cache(RestoreRequest request, Scan scan) throws IOException {
    RestoreRequest.Known known = request.known();
    if (known.base().isEmpty()
        || known.statCache().isEmpty()
        || !request.top().fileSystem().trustworthyStat()) {
      return Optional.empty();
    }
    return StatCacheReader.open(known.statCache().get(), binding(known.base().get(), scan));
  }

  private StatCacheBinding binding(ObjectId root, Scan scan) {
    return new StatCacheBinding(root, surroundings.bootId(), scan.totals().top().dev());
  }

  private RestorePlan decide(
      RestoreRequest request,
      Scan scan,
      Optional<StatCacheReader> cache,
      Consumer<PlannedStep> steps)
      throws IOException {
    RestorePlan.Notes notes = RestorePlan.Notes.empty();
    PlanCounter counter = new PlanCounter(request.top().fileSystem(), steps);
    PlanWalk walk = new PlanWalk(request, scan, cache, source, notes, counter);
    Optional<ObjectId> base =
        request.known().base().map(root -> Top.read(source, root).directory());
    ObjectId wanted = Top.read(source, request.wanted()).directory();
    walk.walk(place(request), Optional.of(wanted), base);
    walk.finish();
    return new RestorePlan(request, scan, counter.totals(), notes);
  }

  /// Notes what is clean now, for a worktree that is as a whole what the tree says.
  private Optional<Path> cleanStats(RestorePlan plan) throws IOException {
    RestoreRequest request = plan.request();
    if (!request.paths().isAll() || !request.top().fileSystem().trustworthyStat()) {
      return Optional.empty();
    }
    try (Scan scan = scan(request);
        StatCacheWriter cache = StatCacheWriter.create(surroundings.folder())) {
      DirectoryReader reader = new DirectoryReader(source);
      CleanStats stats = new CleanStats(reader, plan.notes().clean(), scan, cache);
      ObjectId directory = Top.read(source, request.wanted()).directory();
      return DeepStack.run(() -> {
        stats.write(directory, 1);
        return Optional.of(cache.finish(binding(request.wanted(), scan)));
      });
    }
  }

  private static Place place(RestoreRequest request) {
    return new Place(Folder.top(request.top()), 1, request.known().filter(), false, Mode.BOTH);
  }

  /// Fails with [Fault#NO_SPACE] where there is too little room for what was planned.
  public static void requireRoom(PlanTotals totals) {
    if (totals.bytesNeeded() > totals.bytesAvailable()) {
      throw new VolaryException(
          Fault.NO_SPACE,
          "This needs "
              + totals.bytesNeeded()
              + " bytes where "
              + totals.bytesAvailable()
              + " are free; make room and try again");
    }
  }

  /// What an interrupted restore came from stays what can be gone back to.
  private static void begin(RestoreRequest request, Path file, Doors own) throws IOException {
    Optional<ObjectId> old = Intent.read(file).map(Intent::old).orElse(request.known().base());
    new Intent(request.wanted(), old, request.paths(), own).write(file);
  }

  private RestoreResult write(
      RestorePlan plan,
      AttributeSetter setter,
      ClosedSubvolumes subvolumes,
      RestoreListener listener)
      throws IOException {
    RestorePlan.Notes notes = plan.notes();
    Progress progress = new Progress(listener);
    Guard guard = new Guard();
    String prefix = PREFIX + Long.toHexString(surroundings.clock().instant().toEpochMilli()) + "-";
    EntryWork work = new EntryWork(source, setter, notes, guard, progress, prefix, donors);
    MovedFiles moved = new MovedFiles(plan.request().top(), work.freshName());
    notes.log().rewind();
    try (Crew crew = new Crew(surroundings.threads())) {
      moved.collect(notes.moves());
      FileQueue files = new FileQueue(crew, work);
      ApplyWalk walk = new ApplyWalk(plan, source, work, files, guard, moved, subvolumes);
      ObjectId wanted = Top.read(source, plan.request().wanted()).directory();
      crew.with(() -> walk.walk(place(plan.request()), Optional.of(wanted), Optional.empty()));
      moved.finish();
      progress.tell();
      return new RestoreResult(
          plan.totals(), progress.bytes(), UnheldFile.of(List.of()), walk.kept(), Optional.empty());
    } finally {
      moved.close();
    }
  }

  /// Sets the top's own attributes, its mode last, after all else is on disk.
  private void finish(RestorePlan plan, AttributeSetter setter, Attributes own, int mode)
      throws IOException {
    RestoreRequest request = plan.request();
    DirectoryHandle top = request.top();
    boolean all = request.paths().isAll();
    Attributes wanted = all ? Top.read(source, request.wanted()).attributes() : own;
    int last = wanted.mode();
    if (all) {
      var outcome = setter.set(new AttributeTarget.Opened(top), wanted);
      plan.notes().unheld().note(ByteString.EMPTY, outcome.unheld());
      last = outcome.stat().mode();
      top.setOwnMode(mode);
    } else if (request.known().unheld() instanceof UnheldFile unheld) {
      unheld.forEachOutside(request.paths(), plan.notes().unheld());
    }
    top.syncFileSystem();
    top.setOwnMode(last);
    top.setOwnTimes(wanted.mtimeSeconds(), wanted.mtimeNanos());
    top.sync();
  }

  private static VolaryException told(LinuxException e) throws LinuxException {
    Fault fault =
        switch (e.reason()) {
          case ENOSPC, EDQUOT -> Fault.NO_SPACE;
          case EPERM, EACCES, EROFS -> Fault.NOT_PERMITTED;
          default -> throw e;
        };
    return new VolaryException(
        fault,
        "Restoring stopped: " + e.getMessage() + "; put that right, then continue or abort",
        e);
  }
}
