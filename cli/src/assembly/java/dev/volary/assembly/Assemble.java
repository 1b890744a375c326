package dev.volary.assembly;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Makes the runnable distribution: jars as the AOT cache wants them, the native library beside
/// them, the cache and the manual pages.
///
/// The build runs it from source: `java Assemble.java CLI_JAR DEPENDENCIES OUT START`, where START
/// is the time at which the build began. The result appears by a rename, so that programs which run
/// from the old one keep their open jars.
final class Assemble {
  private Assemble() {}

  /// Assembles, unless the inputs are those of the distribution that is there.
  public static void main(String[] args) throws Exception {
    Path program = Path.of(args[0]);
    Path out = Path.of(args[2]).toAbsolutePath();
    FileTime started = FileTime.from(Instant.parse(args[3]));
    List<Path> libraries =
        Stream.of(Files.readString(Path.of(args[1])).strip().split(File.pathSeparator))
            .map(Path::of)
            .toList();
    String inputs = digest(program, libraries);
    Path mark = out.resolve("inputs");
    if (!Files.exists(mark) || !Files.readString(mark).equals(inputs)) {
      Path fresh = out.resolveSibling("dist.new");
      remove(fresh);
      Path lib = Files.createDirectories(fresh.resolve("lib"));
      Jars jars = new Jars(fresh);
      for (Path library : libraries) {
        jars.library(library, lib.resolve(library.getFileName()));
      }
      jars.program(program, lib.resolve("volary.jar"), libraries);
      Files.writeString(fresh.resolve("jdk"), System.getProperty("java.home") + "\n");
      new Cache(fresh, Path.of("src/assembly/training.txt").toAbsolutePath()).train();
      new Manual(fresh).write();
      Files.writeString(fresh.resolve("inputs"), inputs);
      publish(fresh, out);
    }
    Path stamp = out.resolve("stamp");
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, started);
  }

  private static void publish(Path fresh, Path out) throws IOException {
    Path old = out.resolveSibling("dist.old");
    remove(old);
    if (Files.exists(out)) {
      Files.move(out, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(fresh, out, StandardCopyOption.ATOMIC_MOVE);
    remove(old);
  }

  /// What the distribution is made from: the jars, this program, the training list and the JDK.
  private static String digest(Path program, List<Path> libraries)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
    digest.update(System.getProperty("java.home").getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> own = Files.walk(Path.of("src/assembly"))) {
      List<Path> files = own.filter(Files::isRegularFile).sorted().toList();
      for (Path file :
          Stream.of(List.of(program), libraries, files).flatMap(List::stream).toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest()) + "\n";
  }

  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
