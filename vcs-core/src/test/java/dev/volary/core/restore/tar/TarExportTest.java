package dev.volary.core.restore.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.diff.HeldObjects;
import dev.volary.core.diff.PathFilter;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.io.ByteString;
import dev.volary.core.linux.DirectoryHandle;
import dev.volary.core.linux.Linux;
import dev.volary.core.restore.DiskReader;
import dev.volary.core.restore.RandomDisk;
import dev.volary.fixtures.Seeds;
import dev.volary.fixtures.process.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarExportTest {
  @TempDir Path folder;

  private final HeldObjects objects = new HeldObjects();
  private int number;

  private DirectoryHandle directory(Path path) throws IOException {
    return Linux.openRoot(Linux.bytes(Files.createDirectories(path)));
  }

  @Test
  void gnuTarUnpacksTheSameTree() throws IOException {
    assumeTrue(Linux.effectiveUser() == 0, "owners and devices need root");
    assumeTrue(Command.available("tar"), "no tar");
    Seeds.each(25, this::roundTrip);
  }

  private void roundTrip(RandomGenerator random) throws IOException {
    Path from = folder.resolve("from" + ++number);
    Path to = folder.resolve("to" + number);
    Path archive = folder.resolve("archive" + number + ".tar");
    try (DirectoryHandle top = directory(from);
        DirectoryHandle unpacked = directory(to)) {
      new RandomDisk(random, true).fill(top, 3);
      Command.of("find", from.toString(), "-type", "s", "-delete").succeed();
      ObjectId root = DiskReader.read(top, objects);
      try (OutputStream out = Files.newOutputStream(archive)) {
        List<ByteString> skipped = new ArrayList<>();
        new TarExport(objects, out, skipped::add).write(root, PathFilter.ALL);
        assertThat(skipped).isEmpty();
      }
      assertThat(Files.size(archive) % 10240).isZero();
      Command.of(
              "tar",
              "--extract",
              "--preserve-permissions",
              "--numeric-owner",
              "--same-owner",
              "--xattrs",
              "--xattrs-include=*",
              "--warning=no-unknown-keyword",
              "--warning=no-timestamp",
              "--file=" + archive,
              "--directory=" + to)
          .succeed();
      assertThat(DiskReader.read(unpacked, objects)).isEqualTo(root);
    }
  }

  @Test
  void numbersTooLargeForTheFixedFieldsAreKept() throws IOException {
    assumeTrue(Linux.effectiveUser() == 0, "owners need root");
    try (DirectoryHandle top = directory(folder.resolve("from"));
        DirectoryHandle unpacked = directory(folder.resolve("to"))) {
      ByteString name = ByteString.utf8("owned");
      top.makeDirectory(name, 0755);
      top.setOwner(name, 3_000_000_000L, 4_000_000_000L);
      top.setTimes(name, -2, 500_000_000);
      ObjectId root = DiskReader.read(top, objects);
      Path archive = folder.resolve("archive.tar");
      try (OutputStream out = Files.newOutputStream(archive)) {
        new TarExport(objects, out, path -> {}).write(root, PathFilter.ALL);
      }
      Command.of("tar", "-xpf", archive.toString(), "-C", folder.resolve("to").toString())
          .succeed();
      assertThat(DiskReader.read(unpacked, objects)).isEqualTo(root);
    }
  }

  @Test
  void onlyThePartAskedForIsWritten() throws IOException {
    try (DirectoryHandle top = directory(folder.resolve("from"))) {
      Files.createDirectories(folder.resolve("from/a/b"));
      Files.writeString(folder.resolve("from/a/b/c"), "asked for");
      Files.writeString(folder.resolve("from/a/d"), "not asked for");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new TarExport(objects, out, path -> {})
          .write(DiskReader.read(top, objects), PathFilter.of(List.of(ByteString.utf8("a/b"))));
      Path archive = Files.write(folder.resolve("archive.tar"), out.toByteArray());
      assertThat(Command.of("tar", "-tf", archive.toString()).succeed().out())
          .isEqualTo("a/\na/b/\na/b/c\n");
    }
  }
}
