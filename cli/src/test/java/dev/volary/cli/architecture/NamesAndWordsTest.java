package dev.volary.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Types have names that say something, and every type and package has its sentence.
final class NamesAndWordsTest {
  private static final Pattern EMPTY_NAME = Pattern.compile(".*(Manager|Helper|Utils?|Impl)");

  @Test
  void everyPackageHasItsSentence() throws IOException {
    assertThat(Sources.main())
        .extracting(Path::getParent)
        .allMatch(folder -> Files.exists(folder.resolve("package-info.java")), "has its sentence");
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    for (Path file : Sources.main()) {
      if (file.endsWith("package-info.java")) {
        assertThat(Files.readString(file)).as(Sources.name(file)).contains("@NullMarked");
      }
    }
  }

  @Test
  void everyTopLevelTypeHasItsSentence() throws IOException {
    List<String> without = new ArrayList<>();
    Sources.Parsed parsed = Sources.parse(Sources.main());
    for (CompilationUnitTree unit : parsed.units()) {
      for (Tree type : unit.getTypeDecls()) {
        if (parsed.trees().getDocComment(TreePath.getPath(unit, type)) == null) {
          without.add(Sources.name(Path.of(unit.getSourceFile().toUri())));
        }
      }
    }
    assertThat(without).as("types without a doc comment").isEmpty();
  }

  @Test
  void namesSaySomething() throws IOException {
    List<String> empty = new ArrayList<>();
    for (CompilationUnitTree unit : Sources.parse(Sources.all()).units()) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree type, Void ignored) {
          if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
            empty.add(
                Sources.name(Path.of(unit.getSourceFile().toUri())) + " " + type.getSimpleName());
          }
          return super.visitClass(type, null);
        }
      }.scan(unit, null);
    }
    assertThat(empty).as("names that end in Manager, Helper, Util or Impl").isEmpty();
  }
}
