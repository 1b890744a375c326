package dev.volary.core.worktree;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The durable record of one worktree.
///
/// @param volume name of the volume whose history it has
/// @param identity which directory it is
/// @param head what it holds
/// @param base the commit its files come from; nothing before the first commit
/// @param pending what was under way
/// @param subvolumes its top-level directories that lie elsewhere, by ascending names
/// @param provision how its directory came to be, and how long it stays
public record WorktreeRecord(
    String volume,
    WorktreeIdentity identity,
    Head head,
    Optional<CommitId> base,
    Pending pending,
    List<Subvolume> subvolumes,
    Provision provision) {
  private static final Envelope SHELL = new Envelope("VWRK", 2, 1 << 18);
  private static final int MAX_NAME = 1024;
  private static final int MAX_SUBVOLUMES = 1000;
  private static final ByteString SLASH = ByteString.utf8("/");

  public WorktreeRecord {
    subvolumes = List.copyOf(subvolumes);
    for (int i = 1; i < subvolumes.size(); i++) {
      if (subvolumes.get(i - 1).name().compareTo(subvolumes.get(i).name()) >= 0) {
        throw new IllegalArgumentException("subvolumes out of order");
      }
    }
  }

  /// A worktree of plain directories.
  public WorktreeRecord(
      String volume,
      WorktreeIdentity identity,
      Head head,
      Optional<CommitId> base,
      Pending pending,
      List<Subvolume> subvolumes) {
    this(volume, identity, head, base, pending, subvolumes, Provision.PLAIN);
  }

  /// A worktree that lies in one directory.
  public WorktreeRecord(
      String volume,
      WorktreeIdentity identity,
      Head head,
      Optional<CommitId> base,
      Pending pending) {
    this(volume, identity, head, base, pending, List.of(), Provision.PLAIN);
  }

  /// Returns the bytes of the record's file.
  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.sized(ByteString.utf8(volume));
    identity.writeTo(out);
    writeHead(out, head);
    writeCommit(out, base);
    switch (pending) {
      case Pending.Nothing() -> out.u8(0);
      case Pending.Committing(CommitId commit) -> out.u8(1).sized(text(commit));
      case Pending.Changing(Head to, CommitId commit) -> {
        out.u8(2);
        writeHead(out, to);
        out.sized(text(commit));
      }
      case Pending.ChangingPart(CommitId commit) -> out.u8(3).sized(text(commit));
    }
    writeProvision(out);
    if (!subvolumes.isEmpty()) {
      out.varint(subvolumes.size());
      subvolumes.forEach(subvolume -> subvolume.writeTo(out));
    }
    return SHELL.seal(out);
  }

  /// Returns the record in `bytes`, which were read from `resource`.
  public static WorktreeRecord decode(String resource, byte[] bytes) {
    ByteReader in = SHELL.open(resource, bytes);
    String volume = text(in);
    WorktreeIdentity identity = WorktreeIdentity.read(in);
    Head head = readHead(in);
    Optional<CommitId> base = readCommit(in);
    Pending pending = readPending(in);
    Provision provision = readProvision(in);
    WorktreeRecord record =
        new WorktreeRecord(volume, identity, head, base, pending, readSubvolumes(in), provision);
    in.end();
    return record;
  }

  private static List<Subvolume> readSubvolumes(ByteReader in) {
    List<Subvolume> read = new ArrayList<>();
    if (in.remaining() > 0) {
      for (long left = in.varint(MAX_SUBVOLUMES); left > 0; left--) {
        Subvolume next = Subvolume.read(in);
        if (!read.isEmpty() && read.getLast().name().compareTo(next.name()) >= 0) {
          throw in.corrupt("its subvolumes are out of order");
        }
        read.add(next);
      }
    }
    return read;
  }

  /// Returns every directory it lies in: its top, then its subvolumes that lie elsewhere.
  public List<WorktreeIdentity> places() {
    List<WorktreeIdentity> places = new ArrayList<>(List.of(identity));
    subvolumes.forEach(subvolume -> places.add(subvolume.identity()));
    return places;
  }

  /// Returns what to call it in messages: its path, or the subvolumes where they lie apart.
  public String shown() {
    return subvolumes.isEmpty()
        ? identity.path().toString()
        : volume
            + " ("
            + subvolumes.stream()
                .map(subvolume -> subvolume.name().toString())
                .collect(Collectors.joining(", "))
            + ")";
  }

  /// Tells whether any of its directories and `other` are one, or one lies in the other.
  public boolean overlaps(WorktreeIdentity other) {
    return places().stream().anyMatch(place -> place.overlaps(other));
  }

  /// Returns what an absolute path is called in the worktree's tree, the empty path being its top;
  /// nothing where it does not lie in it.
  public Optional<ByteString> inTree(ByteString path) {
    for (Subvolume subvolume : subvolumes) {
      Optional<ByteString> beneath = beneath(subvolume.identity().path(), path);
      if (beneath.isPresent()) {
        ByteString rest = beneath.get();
        return Optional.of(
            rest.isEmpty() ? subvolume.name() : subvolume.name().plus(SLASH).plus(rest));
      }
    }
    return beneath(identity.path(), path);
  }

  private static Optional<ByteString> beneath(ByteString top, ByteString path) {
    if (path.equals(top)) {
      return Optional.of(ByteString.EMPTY);
    }
    return path.startsWith(top.plus(SLASH))
        ? Optional.of(path.substring(top.size() + 1, path.size()))
        : Optional.empty();
  }

  /// Returns this record with another head and base and nothing under way.
  public WorktreeRecord settled(Head newHead, Optional<CommitId> newBase) {
    return new WorktreeRecord(
        volume, identity, newHead, newBase, new Pending.Nothing(), subvolumes, provision);
  }

  /// Returns this record with `begun` under way.
  public WorktreeRecord with(Pending begun) {
    return new WorktreeRecord(volume, identity, head, base, begun, subvolumes, provision);
  }

  /// Returns this record for a directory that was found again elsewhere.
  public WorktreeRecord at(WorktreeIdentity newIdentity) {
    return new WorktreeRecord(volume, newIdentity, head, base, pending, subvolumes, provision);
  }

  /// Returns this record with one subvolume found again elsewhere.
  public WorktreeRecord with(Subvolume moved) {
    List<Subvolume> all =
        subvolumes.stream().map(one -> one.name().equals(moved.name()) ? moved : one).toList();
    return new WorktreeRecord(volume, identity, head, base, pending, all, provision);
  }

  /// Returns this record without its branch, which is free for others.
  public WorktreeRecord headless() {
    Pending begun =
        pending instanceof Pending.Changing(Head _, CommitId commit)
            ? new Pending.Changing(new Head.Detached(), commit)
            : pending;
    return new WorktreeRecord(
        volume, identity, new Head.Detached(), base, begun, subvolumes, provision);
  }

  /// Returns this record under another volume name.
  public WorktreeRecord of(String newVolume) {
    return new WorktreeRecord(newVolume, identity, head, base, pending, subvolumes, provision);
  }

  /// Returns this record with a branch called by its new name; what is under way stays so.
  public WorktreeRecord renamed(String from, String to) {
    Pending begun =
        pending instanceof Pending.Changing(Head coming, CommitId commit)
            ? new Pending.Changing(renamed(coming, from, to), commit)
            : pending;
    return new WorktreeRecord(
        volume, identity, renamed(head, from, to), base, begun, subvolumes, provision);
  }

  private static Head renamed(Head head, String from, String to) {
    return head.equals(new Head.OnBranch(from)) ? new Head.OnBranch(to) : head;
  }

  private static String text(ByteReader in) {
    ByteString raw = in.sized(MAX_NAME);
    String text = new String(raw.bytes(), StandardCharsets.UTF_8);
    if (!ByteString.utf8(text).equals(raw)) {
      throw in.corrupt("a name is no UTF-8");
    }
    return text;
  }

  private static void writeHead(ByteWriter out, Head head) {
    switch (head) {
      case Head.OnBranch(String ref) -> out.u8(1).sized(ByteString.utf8(ref));
      case Head.Detached() -> out.u8(0);
    }
  }

  private static Head readHead(ByteReader in) {
    int kind = in.u8();
    return switch (kind) {
      case 0 -> new Head.Detached();
      case 1 -> new Head.OnBranch(text(in));
      default -> throw in.corrupt("there is no kind of head " + kind);
    };
  }

  private static void writeCommit(ByteWriter out, Optional<CommitId> commit) {
    out.u8(commit.isPresent() ? 1 : 0);
    commit.ifPresent(id -> out.sized(text(id)));
  }

  private static Optional<CommitId> readCommit(ByteReader in) {
    int present = in.u8();
    return switch (present) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(commit(in));
      default -> throw in.corrupt("a flag is " + present);
    };
  }

  private static CommitId commit(ByteReader in) {
    String hex = text(in);
    if (!hex.matches("[0-9a-f]{40}")) {
      throw in.corrupt("'" + hex + "' is no commit id");
    }
    return CommitId.hex(hex);
  }

  private static ByteString text(CommitId commit) {
    return ByteString.utf8(commit.toHex());
  }

  private static Pending readPending(ByteReader in) {
    int kind = in.u8();
    return switch (kind) {
      case 0 -> new Pending.Nothing();
      case 1 -> new Pending.Committing(commit(in));
      case 2 -> new Pending.Changing(readHead(in), commit(in));
      case 3 -> new Pending.ChangingPart(commit(in));
      default -> throw in.corrupt("there is no pending change " + kind);
    };
  }

  private void writeProvision(ByteWriter out) {
    out.u8(provision.overlay().isPresent() ? 1 : 0);
    provision
        .overlay()
        .ifPresent(overlay -> {
          out.sized(text(overlay.commit()));
          overlay.root().writeTo(out);
        });
    switch (provision.stay()) {
      case Provision.Stay.ForGood() -> out.u8(0);
      case Provision.Stay.Until(Instant end) -> out.u8(1).zigzag(end.getEpochSecond());
      case Provision.Stay.WhileRunning() -> out.u8(2);
    }
  }

  private static Provision readProvision(ByteReader in) {
    int present = in.u8();
    Optional<Provision.Overlay> overlay =
        switch (present) {
          case 0 -> Optional.empty();
          case 1 -> Optional.of(new Provision.Overlay(commit(in), ObjectId.read(in)));
          default -> throw in.corrupt("a flag is " + present);
        };
    int stay = in.u8();
    return new Provision(
        overlay,
        switch (stay) {
          case 0 -> new Provision.Stay.ForGood();
          case 1 -> new Provision.Stay.Until(second(in));
          case 2 -> new Provision.Stay.WhileRunning();
          default -> throw in.corrupt("there is no stay " + stay);
        });
  }

  private static Instant second(ByteReader in) {
    long second = in.zigzag();
    if (second < Instant.MIN.getEpochSecond() || second > Instant.MAX.getEpochSecond()) {
      throw in.corrupt("a time is out of range");
    }
    return Instant.ofEpochSecond(second);
  }
}
