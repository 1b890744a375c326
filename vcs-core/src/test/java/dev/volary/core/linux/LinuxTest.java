package dev.volary.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volary.core.io.ByteString;
import dev.volary.core.linux.Linux.Capability;
import dev.volary.fixtures.Mounts;
import dev.volary.fixtures.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The door tells the truth about the process and the host, in any locale.
final class LinuxTest {
  private static final ByteString ODD = ByteString.of(new byte[] {'x', (byte) 0xFF, '%', ' '});

  @TempDir private Path directory;

  private ByteString below(ByteString name) {
    return Linux.bytes(directory).plus(ByteString.utf8("/")).plus(name);
  }

  @Test
  void pathsAndBytesAreTheSame() throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(directory))) {
      top.makeDirectory(ODD, 0755);
    }
    Path path = Linux.path(below(ODD));
    assertThat(path).isDirectory();
    assertThat(Linux.bytes(path)).isEqualTo(below(ODD));
    Files.createFile(path.resolve("inner"));
    try (DirectoryHandle odd = Linux.openRoot(below(ODD))) {
      assertThat(odd.names()).containsExactly(ByteString.utf8("inner"));
    }
    assertThat(Linux.bytes(Path.of("/"))).isEqualTo(ByteString.utf8("/"));
  }

  @Test
  void opensRootsThroughLinksButOnlyAbsolute() throws IOException {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(directory))) {
      top.makeDirectory(ODD, 0755);
      top.makeSymlink(ByteString.utf8("link"), ODD);
    }
    ByteString link = below(ByteString.utf8("link"));
    assertThat(Linux.realPath(link)).isEqualTo(Linux.realPath(below(ODD)));
    try (DirectoryHandle linked = Linux.openRoot(link);
        DirectoryHandle direct = Linux.openRoot(below(ODD))) {
      assertThat(linked.stat().isSameFile(direct.stat())).isTrue();
    }
    assertThatThrownBy(() -> Linux.openRoot(ByteString.utf8("relative")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Linux.openRoot(below(ByteString.utf8("none"))))
        .isInstanceOfSatisfying(
            LinuxException.class,
            e -> {
              assertThat(e.is(Errno.ENOENT)).isTrue();
              assertThat(e.errno()).isEqualTo(2);
              assertThat(e.call()).isEqualTo("openat");
              assertThat(e.getMessage()).contains("ENOENT").contains("none");
            });
  }

  @Test
  void tellsWhoWeAre() throws IOException {
    assertThat(Linux.processId()).isEqualTo(ProcessHandle.current().pid());
    assertThat(Linux.processExists(Linux.processId())).isTrue();
    assertThat(Linux.processExists(Integer.MAX_VALUE)).isFalse();
    assertThat(Linux.bootId()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    boolean root = Linux.effectiveUser() == 0;
    assertThat(Files.getAttribute(Files.createFile(directory.resolve("mine")), "unix:uid"))
        .isEqualTo((int) Linux.effectiveUser());
    assertThat(!root && Linux.hasCapability(Capability.SYS_ADMIN)).isFalse();
    List<ByteString> arguments = Linux.commandLine();
    assertThat(arguments.getFirst().toString()).endsWith("java");
    assertThatThrownBy(() -> Linux.signal(0, 15)).isInstanceOf(IllegalArgumentException.class);
    Linux.signal(Linux.processId(), 0);
  }

  @Test
  void knowsTheFileSystemOfAPath() throws IOException {
    assertThat(Linux.freeSpace(directory)).isBetween(1L, Linux.fileSystem(directory).totalBytes());
    FileSystemFacts proc = Linux.fileSystem(Path.of("/proc"));
    assertThat(proc.typeName()).isEqualTo("proc");
    assertThat(proc.trustworthyStat()).isFalse();
  }

  @Test
  void aFileIsNoTerminal() throws Exception {
    try (FileHandle file =
        Linux.openRoot(Linux.bytes(directory)).openFile(ByteString.utf8("file"), OpenMode.CREATE)) {
      assertThat(Linux.isTerminal(file.descriptor())).isFalse();
      assertThat(Linux.terminalColumns(file.descriptor())).isZero();
    }
    assertThat(Linux.isTerminal(9999)).isFalse();
  }

  @Test
  void seesTheCallersPseudoTerminal() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
    assertThat(
            child(
                List.of(
                    "script",
                    "-qec",
                    "'" + String.join("' '", command("terminal")) + "'",
                    "/dev/null")))
        .contains("terminal=true");
    assertThat(child(command("terminal"))).contains("terminal=false");
  }

  @Test
  void losesNoNameAndNoArgumentInTheCLocale() throws Exception {
    try (DirectoryHandle top = Linux.openRoot(Linux.bytes(directory))) {
      top.makeDirectory(ODD, 0755);
      top.makeDirectory(ByteString.utf8("é"), 0755);
    }
    List<String> shell =
        List.of("env", "LC_ALL=C", "sh", "-c", "exec \"$@\" \"$(printf 'x\\377')\"", "sh");
    List<String> whole = new ArrayList<>(shell);
    whole.addAll(command(directory.toString()));
    assertThat(child(whole))
        .contains("argument=78ff")
        .contains("name=" + HexFormat.of().formatHex("é".getBytes(StandardCharsets.UTF_8)))
        .contains("name=" + HexFormat.of().formatHex(ODD.bytes()));
  }

  @Test
  void aReadOnlyViewAllowsNoMoreThanTheMountItShows() throws IOException {
    assumeTrue(Linux.hasCapability(Capability.SYS_ADMIN), "mounts take root");
    Path mount = Files.createDirectory(directory.resolve("mount"));
    Path view = Files.createDirectory(directory.resolve("view"));
    String flags = "nosuid,nodev,noexec,noatime";
    Command.of("mount", "-t", "tmpfs", "-o", flags, "tmpfs", mount.toString()).succeed();
    try (DirectoryHandle shown = Linux.openRoot(Linux.bytes(mount))) {
      Linux.bind(shown, Linux.bytes(view), true);
      assertThat(options(view)).contains("ro", "nosuid", "nodev", "noexec", "noatime");
      Linux.protect(Linux.bytes(mount));
      assertThat(options(mount)).contains("ro", "nosuid", "nodev", "noexec", "noatime");
    } finally {
      Mounts.takeOff(directory.toRealPath());
    }
  }

  /// The options of the topmost mount on a directory.
  private static List<String> options(Path point) throws IOException {
    String real = point.toRealPath().toString();
    return Files.readString(Path.of("/proc/self/mountinfo"))
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields[4].equals(real))
        .reduce((before, after) -> after)
        .map(fields -> List.of(fields[5].split(",", -1)))
        .orElseThrow();
  }

  private static List<String> command(String argument) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        Teller.class.getName(),
        argument);
  }

  private static String child(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// Another process that tells what it sees, in ASCII.
  static final class Teller {
    private Teller() {}

    public static void main(String[] arguments) throws IOException {
      if (arguments[0].equals("terminal")) {
        System.out.println("terminal=" + Linux.isTerminal(1));
        return;
      }
      HexFormat hex = HexFormat.of();
      System.out.println("argument=" + hex.formatHex(Linux.commandLine().getLast().bytes()));
      try (DirectoryHandle top = Linux.openRoot(Linux.bytes(Path.of(arguments[0])))) {
        for (ByteString name : top.names()) {
          try (DirectoryHandle inner = top.openDirectory(name)) {
            System.out.println(
                "name=" + hex.formatHex(name.bytes()) + " entries=" + inner.names().size());
          }
        }
      }
    }
  }
}
