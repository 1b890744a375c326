package dev.volary.cli.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.lang.model.element.Name;
import org.junit.jupiter.api.Test;

/// Files, methods, parameter lists and packages stay small.
final class SizeTest {
  private static final int FILE_CODE_LINES = 300;
  private static final int METHOD_LINES = 60;
  private static final int PARAMETERS = 4;
  private static final int PACKAGE_FILES = 20;

  /// Methods that may take more, each with its reason.
  private static final Map<String, String> MANY_PARAMETERS =
      Map.of(
          "Kernel.java call",
              "syscall(2) takes up to six arguments, and a record would be made for each call",
          "Attributes.java plain", "the canonical constructor but for its last component");

  /// A method whose body holds this comment, with its reason, may be longer and take more.
  private static final String INNER_LOOP = "// inner loop: ";

  @Test
  void filesAreSmall() throws IOException {
    List<String> large = new ArrayList<>();
    for (Path file : Sources.all()) {
      long lines = codeLines(Files.readAllLines(file));
      if (lines > FILE_CODE_LINES) {
        large.add(Sources.name(file) + ": " + lines);
      }
    }
    assertThat(large).as("files over " + FILE_CODE_LINES + " code lines").isEmpty();
  }

  @Test
  void packagesAreSmall() throws IOException {
    Map<Path, Long> sizes =
        Sources.main().stream().collect(groupingBy(Path::getParent, counting()));
    assertThat(sizes.entrySet())
        .as("packages over " + PACKAGE_FILES + " files")
        .filteredOn(entry -> entry.getValue() > PACKAGE_FILES)
        .extracting(entry -> Sources.name(entry.getKey()) + ": " + entry.getValue())
        .isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    List<String> objections = new ArrayList<>();
    Sources.Parsed parsed = Sources.parse(Sources.all());
    for (CompilationUnitTree unit : parsed.units()) {
      scan(
          unit,
          method -> {
            String text = text(parsed, unit, method);
            long length = text.lines().count();
            if (length > METHOD_LINES && !text.contains(INNER_LOOP)) {
              objections.add(where(unit, method) + ": " + length);
            }
          });
    }
    assertThat(objections).as("methods over " + METHOD_LINES + " lines").isEmpty();
  }

  @Test
  void methodsTakeFewParameters() throws IOException {
    List<String> objections = new ArrayList<>();
    Sources.Parsed parsed = Sources.parse(Sources.main());
    for (CompilationUnitTree unit : parsed.units()) {
      scan(
          unit,
          method -> {
            if (method.getParameters().size() > PARAMETERS
                && !isExempt(method)
                && !MANY_PARAMETERS.containsKey(shortName(unit, method))
                && !text(parsed, unit, method).contains(INNER_LOOP)) {
              objections.add(where(unit, method) + ": " + method.getParameters().size());
            }
          });
    }
    assertThat(objections).as("methods with over " + PARAMETERS + " parameters").isEmpty();
  }

  /// Constructors are what wires; an override has the signature of what it overrides.
  private static boolean isExempt(MethodTree method) {
    return method.getReturnType() == null
        || method.getModifiers().getAnnotations().stream()
            .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static void scan(CompilationUnitTree unit, Consumer<MethodTree> see) {
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void ignored) {
        see.accept(method);
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
  }

  /// From the modifiers to the closing brace; empty for what the compiler adds by itself.
  private static String text(Sources.Parsed parsed, CompilationUnitTree unit, MethodTree method) {
    SourcePositions positions = parsed.trees().getSourcePositions();
    int start = (int) positions.getStartPosition(unit, method);
    int end = (int) positions.getEndPosition(unit, method);
    try {
      return start < 0 || end < 0
          ? ""
          : unit.getSourceFile().getCharContent(true).subSequence(start, end).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String where(CompilationUnitTree unit, MethodTree method) {
    Name name = method.getName();
    return Sources.name(Path.of(unit.getSourceFile().toUri())) + " " + name;
  }

  private static String shortName(CompilationUnitTree unit, MethodTree method) {
    return Path.of(unit.getSourceFile().toUri()).getFileName() + " " + method.getName();
  }

  private static long codeLines(List<String> lines) {
    boolean inComment = false;
    long count = 0;
    for (String line : lines) {
      String text = line.strip();
      if (inComment || text.startsWith("/*")) {
        inComment = !text.endsWith("*/");
      } else if (!text.isEmpty() && !text.startsWith("//")) {
        count++;
      }
    }
    return count;
  }
}
