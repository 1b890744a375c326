package dev.volary.core.capture.duplicate;

import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.FileHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.store.SpaceLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Duplicates of files, taken while their writers stand still so that these may go on before the
/// bytes are captured: clones where the file system shares blocks, else copies. Thread-safe.
public final class Duplicates implements AutoCloseable {
  /// How many files are kept open as duplicates at most.
  private static final long MOST = 4096;

  private static final long MOST_COPIED_BYTES = 2L << 30;
  private static final long MOST_CLONED_BYTES = 16L << 30;

  private final boolean clones;
  private final Optional<Copies> copies;
  private final Optional<DirectoryHandle> folder;
  private final AtomicInteger left;

  /// What a tree's duplicates depend on.
  ///
  /// @param mayWrite whether the tree's file system may be written to, as far as is known
  /// @param mayClone whether it shares blocks
  /// @param folder where copies go unless there is too little room
  /// @param keepFree what must stay free where copies go
  /// @param threads how many copy
  public record Terms(
      boolean mayWrite, boolean mayClone, Path folder, SpaceLimit keepFree, int threads) {
    /// Those where nothing is duplicated.
    public static final Terms NONE = new Terms(false, false, Path.of(""), SpaceLimit.NONE, 1);
  }

  private Duplicates(
      boolean clones, Optional<Copies> copies, Optional<DirectoryHandle> folder, int left) {
    this.clones = clones;
    this.copies = copies;
    this.folder = folder;
    this.left = new AtomicInteger(left);
  }

  /// None are taken: every file is read as it lies there.
  public static Duplicates none() {
    return new Duplicates(false, Optional.empty(), Optional.empty(), 0);
  }

  /// Returns what takes duplicates of the tree whose top is `top`; close it when they are taken.
  ///
  /// Nothing is written to a file system that is frozen, even by somebody else.
  public static Duplicates of(DirectoryHandle top, Terms terms)
      throws IOException, InterruptedException {
    boolean writable = terms.mayWrite() && Clones.areAllowed(top);
    DirectoryHandle folder = Linux.openRoot(Linux.bytes(terms.folder()));
    boolean complete = false;
    try {
      int most = (int) Math.min(MOST, Linux.freeDescriptors() / 2);
      Optional<Copies> copies = copies(top, folder, writable, terms);
      complete = true;
      return new Duplicates(writable && terms.mayClone(), copies, Optional.of(folder), most);
    } finally {
      if (!complete) {
        folder.close();
      }
    }
  }

  /// Returns how many bytes of files may be left to duplicates, for all that is known before the
  /// writers stand still; so many that copying them takes a second or two.
  public static long mostBytes(DirectoryHandle top, Terms terms) throws IOException {
    if (terms.mayClone()) {
      return MOST_CLONED_BYTES;
    }
    try (DirectoryHandle folder = Linux.openRoot(Linux.bytes(terms.folder()))) {
      long here = Copies.room(folder, terms.keepFree());
      long there = terms.mayWrite() ? Copies.room(top, terms.keepFree()) : 0;
      return Math.min(MOST_COPIED_BYTES, Math.max(here, there));
    }
  }

  private static Optional<Copies> copies(
      DirectoryHandle top, DirectoryHandle folder, boolean writable, Terms terms)
      throws IOException {
    long here = writable || !isSame(top, folder) ? Copies.room(folder, terms.keepFree()) : 0;
    long there = writable ? Copies.room(top, terms.keepFree()) : 0;
    // The depot's own folder, unless it is too small for what may come.
    boolean beside = here < MOST_COPIED_BYTES && there > here;
    long room = beside ? there : here;
    return room > 0
        ? Optional.of(new Copies(beside ? top : folder, !beside, room, terms.threads()))
        : Optional.empty();
  }

  /// Tells whether both may be on one file system; each subvolume of btrfs has a device number of
  /// its own.
  private static boolean isSame(DirectoryHandle top, DirectoryHandle folder) throws IOException {
    String kind = folder.fileSystem().typeName();
    if (kind.equals("btrfs") || kind.equals("overlay")) {
      return true;
    }
    long device = folder.stat().dev();
    boolean same = top.stat().dev() == device;
    for (DirectoryHandle subvolume : top.subvolumes().values()) {
      same |= subvolume.stat().dev() == device;
    }
    return same;
  }

  /// Takes the first `size` bytes of `file`, which is in `directory`; nothing where that can't be
  /// done or is not worth it.
  public Optional<FileHandle> take(DirectoryHandle directory, FileHandle file, long size)
      throws IOException, InterruptedException {
    if (size == 0 || left.getAndDecrement() <= 0) {
      return Optional.empty();
    }
    // Each piece of a scattered file takes the clone some 5 us, so that even one of 8 KiB pieces,
    // as a database's random writes leave it on btrfs, is cloned in the time a copy takes.
    Optional<FileHandle> taken = clones ? Clones.make(directory, file, size) : Optional.empty();
    if (taken.isEmpty() && copies.isPresent()) {
      taken = copies.get().make(file, size);
    }
    if (taken.isEmpty()) {
      left.getAndIncrement();
    }
    return taken;
  }

  /// Lets go of what it needed; what was taken stays.
  @Override
  public void close() {
    copies.ifPresent(Copies::close);
    folder.ifPresent(DirectoryHandle::close);
  }
}
