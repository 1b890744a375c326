package dev.volary.core.capture.tree;

import dev.volary.core.capture.walk.MovedTreeException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Waiting;
import dev.volary.core.linux.FileStat;
import dev.volary.core.object.Attributes;
import dev.volary.core.object.Entry;
import dev.volary.core.object.LinkGroup;
import dev.volary.core.object.Node;
import dev.volary.core.object.tree.Top;
import dev.volary.core.scan.CachedItem;
import dev.volary.core.scan.ScanItem;
import dev.volary.core.scan.StatDigest;
import dev.volary.core.scan.StatHasher;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Takes the steps in order and builds directories bottom-up, and the new stat cache beside them.
///
/// When comparing, the cache speaks of the base: clean is only what equals it, and a directory that
/// does not gets a mark that makes it differ the next time too. Not thread-safe.
final class TreeBuilder {
  private static final ByteString MARK = ByteString.of(new ByteWriter().u8(0xff).toByteArray());

  private final CaptureJob job;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final StatHasher hasher = new StatHasher();
  private final List<ByteString> torn = new ArrayList<>();
  private long entries;
  private long bytes;
  private long readEntries;
  private Optional<ObjectId> root = Optional.empty();

  TreeBuilder(CaptureJob job) {
    this.job = job;
  }

  void take(Step step) throws IOException, InterruptedException {
    switch (step) {
      case Step.Enter enter -> enter(enter);
      case Step.Leave() -> leave();
      case Step.Keep(ScanItem item, StatDigest clean) -> keep(item, clean);
      case Step.Add add -> add(add);
      case Step.CarryOver(ScanItem item) -> carryOver(item);
      case Step.Gap() -> frames.getLast().touch();
    }
  }

  CapturedTree finish(long readBytes) {
    return new CapturedTree(root.orElseThrow(), entries, bytes, readEntries, readBytes, torn);
  }

  private void enter(Step.Enter enter) throws IOException {
    if (!frames.isEmpty()) {
      entries++;
      Optional<StatDigest> clean = enter.clean();
      if (enter.own().isPresent()) {
        readEntries++;
        clean = clean(enter.own().get(), Optional.empty());
        if (clean.isPresent() && job.manner().comparing() && !isBases(enter)) {
          clean = Optional.empty();
        }
      }
      remember(enter.item(), clean);
    }
    frames.addLast(new Frame(job.sink(), enter));
  }

  private static boolean isBases(Step.Enter enter) {
    Optional<Attributes> base = enter.base().entry().map(Entry::attributes);
    return base.equals(enter.own().map(CapturedEntry::attributes));
  }

  private void leave() throws IOException {
    Frame frame = frames.removeLast();
    boolean kept = frame.isKept();
    ObjectId directory = frame.finish();
    int depth = frames.size() + 1;
    if (job.manner().comparing() && !frame.begun().base().id().equals(Optional.of(directory))) {
      job.cache().add(new CachedItem(depth, MARK, Optional.empty(), 0));
    }
    if (frames.isEmpty()) {
      root = Optional.of(new Top(frame.attributes(), directory).write(job.sink()));
    } else if (kept && frame.begun().own().isEmpty()) {
      frames.getLast().keep(frame.begun().item().name());
    } else {
      frames.getLast().add(frame.entry(directory));
    }
  }

  private void keep(ScanItem item, StatDigest clean) throws IOException {
    count(item.stat(), item.stat().isRegular() ? item.stat().size() : 0);
    remember(item, Optional.of(clean));
    frames.getLast().keep(item.name());
  }

  private void carryOver(ScanItem item) throws IOException {
    if (frames.getLast().keepIfKnown(item.name())) {
      entries++;
      remember(item, Optional.empty());
    }
  }

  private void add(Step.Add add) throws IOException, InterruptedException {
    Optional<CapturedEntry> result = Waiting.join(add.reading());
    if (result.isEmpty()) {
      if (add.group().isPresent()) {
        throw new MovedTreeException(add.live().path(add.item().name()));
      }
      frames.getLast().touch();
      return;
    }
    CapturedEntry read = result.get();
    ByteString name = add.item().name();
    if (read.torn()) {
      torn.add(add.live().path(name));
    }
    readEntries++;
    count(
        add.item().stat(),
        read.node() instanceof Node.RegularNode(long size, var content) ? size : 0);
    Entry entry = new Entry(name, read.attributes(), add.group(), read.node());
    Optional<StatDigest> clean = clean(read, add.group());
    if (clean.isPresent()
        && job.manner().comparing()
        && !frames.getLast().inBase(name).equals(Optional.of(entry))) {
      clean = Optional.empty();
    }
    remember(add.item(), clean);
    frames.getLast().add(entry);
  }

  private Optional<StatDigest> clean(CapturedEntry read, Optional<LinkGroup> group) {
    return read.clean() ? Optional.of(hasher.of(read.stat(), group)) : Optional.empty();
  }

  private void count(FileStat stat, long size) {
    entries++;
    if (job.scan().links().claim(stat)) {
      bytes += size;
    }
  }

  private void remember(ScanItem item, Optional<StatDigest> clean) throws IOException {
    job.cache().add(item.depth(), item.name(), item.stat(), clean);
  }
}
