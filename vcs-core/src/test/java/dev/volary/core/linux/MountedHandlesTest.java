package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import dev.volary.fixtures.LoopFileSystem;
import dev.volary.fixtures.LoopFileSystem.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The machine's own handles keep the contract on each kind of file system that can be mounted.
final class MountedHandlesTest {
  @Nested
  final class Ext4 extends Mounted {
    Ext4() {
      super(Kind.EXT4);
    }
  }

  @Nested
  final class Ext4SmallBlocks extends Mounted {
    Ext4SmallBlocks() {
      super(Kind.EXT4_SMALL_BLOCKS);
    }
  }

  @Nested
  final class Xfs extends Mounted {
    Xfs() {
      super(Kind.XFS);
    }
  }

  @Nested
  final class Btrfs extends Mounted {
    Btrfs() {
      super(Kind.BTRFS);
    }
  }

  @Nested
  final class Overlay extends Mounted {
    Overlay() {
      super(Kind.OVERLAY);
    }
  }

  @Nested
  final class Tmpfs extends Mounted {
    Tmpfs() {
      super(Kind.TMPFS);
    }
  }

  /// The contract and what is known of one kind.
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Mounted extends HandleContract {
    private final Kind kind;
    private LoopFileSystem mounted;
    private int directories;

    Mounted(Kind kind) {
      this.kind = kind;
    }

    @BeforeAll
    void mount() throws IOException {
      Optional<String> obstacle = LoopFileSystem.obstacle(kind);
      assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
      mounted = LoopFileSystem.create(kind, 2 * LoopFileSystem.SMALLEST_BYTES);
    }

    @AfterAll
    void unmount() throws IOException {
      if (mounted != null) {
        mounted.close();
      }
    }

    @Override
    DirectoryHandle open() throws IOException {
      Path directory = mounted.path().resolve("test-" + directories++);
      return Linux.openRoot(Linux.bytes(Files.createDirectory(directory)));
    }

    @Override
    boolean asRoot() {
      return true;
    }

    @Test
    void isWhatItIs() throws IOException {
      try (DirectoryHandle top = open()) {
        FileSystemFacts facts = Linux.fileSystem(top);
        assertThat(facts.typeName()).isEqualTo(kind.type());
        assertThat(facts.trustworthyStat()).isEqualTo(kind != Kind.TMPFS);
        assertThat(facts.network()).isFalse();
      }
    }

    @Test
    void itsRootIsSeenFromOutside() throws IOException {
      Path outside = mounted.path().getParent();
      ByteString name = ByteString.utf8(mounted.path().getFileName().toString());
      try (DirectoryHandle parent = Linux.openRoot(Linux.bytes(outside));
          DirectoryHandle inside = open()) {
        assertThat(parent.stat(name).mountRoot()).isTrue();
        assertThat(parent.stat(name).mountId()).isEqualTo(inside.stat().mountId());
        assertThat(parent.stat().mountId()).isNotEqualTo(inside.stat().mountId());
        assertThat(inside.stat().mountRoot()).isFalse();
      }
    }

    @Test
    void freezesAndThaws() throws IOException {
      assumeTrue(
          kind != Kind.OVERLAY && kind != Kind.TMPFS, () -> kind.type() + " can't be frozen");
      try (DirectoryHandle top = open()) {
        top.freeze();
        try {
          assertRefused(top::freeze, Errno.EBUSY);
        } finally {
          top.thaw();
        }
        assertRefused(top::thaw, Errno.EINVAL);
        top.makeDirectory(NAME, 0755);
      }
    }

    @Test
    void aStoreThroughAMapAfterAFlushIsSeen() throws IOException {
      assumeTrue(kind != Kind.TMPFS, "tmpfs is not trusted");
      try (DirectoryHandle top = open()) {
        write(top, NAME, new byte[8192]);
        write(top, OTHER, new byte[0]);
        Path path = mounted.path().resolve("test-" + (directories - 1)).resolve("name");
        try (FileHandle file = top.openFile(NAME, OpenMode.READ);
            FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Arena arena = Arena.ofConfined()) {
          MemorySegment map = channel.map(MapMode.READ_WRITE, 0, 8192, arena);
          map.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
          file.flush();
          FileStat clean = file.stat();
          passTime(top, clean);
          map.set(ValueLayout.JAVA_BYTE, 1, (byte) 2);
          file.flush();
          assertThat(file.stat().isUnchangedSince(clean)).isFalse();
          byte[] seen = new byte[2];
          assertThat(file.read(0, seen, 0, 2)).isEqualTo(2);
          assertThat(ByteBuffer.wrap(seen).getShort()).isEqualTo((short) 0x0102);
        }
      }
    }

    /// Touches another file until the file system's clock has passed the stat's times.
    private void passTime(DirectoryHandle top, FileStat stat) throws IOException {
      FileStat other;
      do {
        top.setMode(OTHER, 0600);
        other = top.stat(OTHER);
      } while (other.ctimeSeconds() < stat.ctimeSeconds()
          || (other.ctimeSeconds() == stat.ctimeSeconds()
              && other.ctimeNanos() <= stat.ctimeNanos()));
    }
  }
}
