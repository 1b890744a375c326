package dev.volary.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Trains the AOT cache on real commands in a depot of their own, and tries whether the program
/// takes it.
///
/// Without a cache the program runs all the same, only slower to start; so a failure here is told,
/// not fatal.
final class Cache {
  /// A build must end, whatever a command waits for.
  private static final int LIMIT_SECONDS = 60;

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
    Files.writeString(volume.resolve("notes.txt"), "What a command line says, a volume holds.\n");
    Files.write(Files.createDirectory(volume.resolve("base")).resolve("1"), new byte[256 << 10]);
    try {
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
