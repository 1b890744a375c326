package dev.volary.cli.command.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// The demonstration on a generated tree like a database's: large files of 8 KiB pages of rows.
final class GeneratedScene {
  private static final int PAGE = 8192;
  private static final int PAGES = 8192;
  private static final int FILES = 3;
  private static final long SEED = 20_261_117;

  private final Stage stage;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  GeneratedScene(Stage stage) {
    this.stage = stage;
  }

  void play() throws IOException {
    Path data = stage.place().resolve("data");
    Path copy = stage.place().resolve("data-seed");
    stage.title("PostgreSQL is not at hand: a generated tree of 8 KiB pages instead");
    generate(data);
    String seed = fingerprint(data);

    stage.title("Start versioning the directory; nothing is written into it");
    stage.volary(0, "init", data.toString(), "--name", "data");
    stage.volary(0, "-C", "data", "commit", "-m", "seed data");

    stage.title("One page in a hundred changes");
    change(data);
    String changed = fingerprint(data);
    stage.volary(0, "-C", "data", "status");
    stage.volary(0, "-C", "data", "commit", "-m", "after some work");
    stage.volary(0, "-C", "data", "log", "--oneline");
    stage.volary(0, "-C", "data", "diff", "main~1", "main", "--stat");

    stage.title("Both states live, side by side");
    stage.volary(
        0,
        "-C",
        "data",
        "worktree",
        "add",
        "--copy=full",
        copy.toString(),
        "main~1",
        "-b",
        "look-again");
    Stage.check(fingerprint(copy).equals(seed), "the copy is not what was committed");
    stage.say("the copy has every byte of the first state");

    stage.title("Change it in place, and check every object of the depot");
    stage.volary(0, "-C", copy.toString(), "switch", "--detach", "main");
    Stage.check(fingerprint(copy).equals(changed), "the copy is not what was committed");
    stage.say("restored and verified: every byte of the second state");
    stage.volary(0, "fsck");
  }

  private void generate(Path data) throws IOException {
    Files.createDirectories(data.resolve("base/1"));
    Files.createDirectories(data.resolve("empty"));
    for (int file = 0; file < FILES; file++) {
      try (OutputStream out = Files.newOutputStream(data.resolve("base/1/" + (16384 + file)))) {
        for (int page = 0; page < PAGES; page++) {
          out.write(page(file, page));
        }
      }
    }
    Files.writeString(data.resolve("VERSION"), "1\n");
    Files.createSymbolicLink(data.resolve("current"), Path.of("base/1"));
  }

  /// A page of rows: numbers that count up, random ones, and blanks.
  private byte[] page(int file, int page) {
    StringBuilder rows = new StringBuilder(PAGE + 128);
    for (int row = 0; rows.length() < PAGE; row++) {
      rows.append(
          "%10d|%8d|%-40s\n"
              .formatted((file * PAGES + page) * 128 + row, random.nextInt(1_000_000), "row"));
    }
    return rows.substring(0, PAGE).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private void change(Path data) throws IOException {
    for (int file = 0; file < FILES; file++) {
      Path path = data.resolve("base/1/" + (16384 + file));
      try (RandomAccessFile open = new RandomAccessFile(path.toFile(), "rw")) {
        for (int i = 0; i < PAGES / 100; i++) {
          open.seek((long) random.nextInt(PAGES) * PAGE + random.nextInt(PAGE - 16));
          open.write(
              "%08d"
                  .formatted(random.nextInt(100_000_000))
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
      }
    }
  }

  private static String fingerprint(Path tree) throws IOException {
    MessageDigest digest = dev.volary.core.hash.ObjectHash.sha256();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted().toList();
    }
    for (Path path : paths) {
      digest.update(
          tree.relativize(path).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      if (Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        digest.update(Files.readAllBytes(path));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
