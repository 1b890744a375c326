package dev.volary.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Trains the AOT cache on real commands in a depot of their own, and tries whether the program
/// takes it.
///
/// Without a cache the program runs all the same, only slower to start; so a failure here is told,
/// not fatal.
final class Cache {
  /// A build must end, whatever a command waits for.
  private static final int LIMIT_SECONDS = 120;

  private static final int TABLE_BYTES = 40 << 20;
  private static final int DOCUMENTS = 500;

  private final Path distribution;
  private final Path commands;
  private final Path cache;

  Cache(Path distribution, Path commands) {
    this.distribution = distribution;
    this.commands = commands;
    this.cache = distribution.resolve("volary.aot");
  }

  void train() throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("volary-training");
    Path volume = Files.createDirectories(scratch.resolve("volume"));
    try {
      fill(volume);
      int recorded =
          run(
              scratch,
              List.of("-XX:AOTCacheOutput=" + cache),
              List.of("dev.volary.cli.Training", commands.toString()));
      int taken =
          recorded != 0
              ? recorded
              : run(
                  scratch,
                  List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-XX:TieredStopAtLevel=1"),
                  List.of("dev.volary.cli.Main", "version"));
      if (taken != 0) {
        System.err.println("assembly: no AOT cache, commands start slower:");
        System.err.print(Files.readString(scratch.resolve("output")));
        Files.deleteIfExists(cache);
      }
    } finally {
      Assemble.remove(scratch);
    }
  }

  /// Makes a volume large enough for the loops that move data to run hot: what is trained on it is
  /// compiled early ever after.
  private static void fill(Path volume) throws IOException {
    Files.writeString(volume.resolve("notes.txt"), "What a command line says, a volume holds.\n");
    Random random = new Random(1);
    Path base = Files.createDirectory(volume.resolve("base"));
    Files.writeString(base.resolve("1"), words(random, TABLE_BYTES));
    Path documents = Files.createDirectory(volume.resolve("documents"));
    for (int i = 0; i < DOCUMENTS; i++) {
      Files.writeString(documents.resolve(i + ".txt"), words(random, random.nextInt(16 << 10)));
    }
  }

  private static String words(Random random, int bytes) {
    StringBuilder text = new StringBuilder(bytes + 16);
    while (text.length() < bytes) {
      text.append(Integer.toString(random.nextInt(1 << 16), Character.MAX_RADIX)).append(' ');
    }
    return text.toString();
  }

  private int run(Path scratch, List<String> options, List<String> program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-DZstdNativePath=" + distribution.resolve("native/libzstd-jni.so"),
            "-cp",
            distribution.resolve("lib/volary.jar").toString()));
    command.addAll(program);
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(scratch.resolve("volume").toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("output").toFile());
    process.environment().put("VOLARY_HOME", scratch.resolve("depot").toString());
    process.environment().put("HOME", scratch.toString());
    Process running = process.start();
    if (running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      return running.exitValue();
    }
    running.destroyForcibly().waitFor();
    return -1;
  }
}
