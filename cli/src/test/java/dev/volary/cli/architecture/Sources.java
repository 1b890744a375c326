package dev.volary.cli.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The source files of all modules.
final class Sources {
  private static final List<String> MODULES =
      List.of("vcs-core", "remote-protocol", "cli", "fixtures");

  private Sources() {}

  /// The Java files under `src/main` of all modules, absolute.
  static List<Path> main() throws IOException {
    return below("src/main/java");
  }

  /// The Java files under `src/main` and `src/test` of all modules, absolute.
  static List<Path> all() throws IOException {
    return Stream.concat(below("src/main/java").stream(), below("src/test/java").stream()).toList();
  }

  /// A file's path as it is named from the top of the source tree.
  static String name(Path file) {
    return top().relativize(file).toString();
  }

  /// Parses without resolving: enough to see types, methods and where they stand.
  static Parsed parse(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      List<CompilationUnitTree> units = new ArrayList<>();
      task.parse().forEach(units::add);
      return new Parsed(units, Trees.instance(task));
    }
  }

  private static List<Path> below(String folder) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      Path root = top().resolve(module).resolve(folder);
      if (Files.isDirectory(root)) {
        try (Stream<Path> files = Files.walk(root)) {
          files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalStateException("no sources in " + folder + " of any module");
    }
    return List.copyOf(found);
  }

  /// Maven runs tests in the module, others at the top.
  private static Path top() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("vcs-core"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /// Parsed files, and what knows their positions and comments.
  record Parsed(List<CompilationUnitTree> units, Trees trees) {
    Parsed {
      units = List.copyOf(units);
    }
  }
}
