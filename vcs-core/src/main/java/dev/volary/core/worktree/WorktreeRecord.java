package dev.volary.core.worktree;

import dev.volary.core.history.CommitId;
import dev.volary.core.io.ByteReader;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.ByteWriter;
import dev.volary.core.io.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The durable record of one worktree.
///
/// @param volume name of the volume whose history it has
/// @param identity which directory it is
/// @param head what it holds
/// @param base the commit its files come from; nothing before the first commit
/// @param pending what was under way
public record WorktreeRecord(
    String volume, WorktreeIdentity identity, Head head, Optional<CommitId> base, Pending pending) {
  private static final Envelope SHELL = new Envelope("VWRK", 1, 1 << 18);
  private static final int MAX_NAME = 1024;

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
    return SHELL.seal(out);
  }

  /// Returns the record in `bytes`, which were read from `resource`.
  public static WorktreeRecord decode(String resource, byte[] bytes) {
    ByteReader in = SHELL.open(resource, bytes);
    WorktreeRecord record =
        new WorktreeRecord(
            text(in), WorktreeIdentity.read(in), readHead(in), readCommit(in), readPending(in));
    in.end();
    return record;
  }

  /// Returns this record with another head and base and nothing under way.
  public WorktreeRecord settled(Head newHead, Optional<CommitId> newBase) {
    return new WorktreeRecord(volume, identity, newHead, newBase, new Pending.Nothing());
  }

  /// Returns this record with `begun` under way.
  public WorktreeRecord with(Pending begun) {
    return new WorktreeRecord(volume, identity, head, base, begun);
  }

  /// Returns this record for a directory that was found again elsewhere.
  public WorktreeRecord at(WorktreeIdentity newIdentity) {
    return new WorktreeRecord(volume, newIdentity, head, base, pending);
  }

  /// Returns this record under another volume name.
  public WorktreeRecord of(String newVolume) {
    return new WorktreeRecord(newVolume, identity, head, base, pending);
  }

  /// Returns this record with a branch called by its new name; what is under way stays so.
  public WorktreeRecord renamed(String from, String to) {
    Pending begun =
        pending instanceof Pending.Changing(Head coming, CommitId commit)
            ? new Pending.Changing(renamed(coming, from, to), commit)
            : pending;
    return new WorktreeRecord(volume, identity, renamed(head, from, to), base, begun);
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
}
