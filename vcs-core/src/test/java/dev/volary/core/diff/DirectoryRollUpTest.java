package dev.volary.core.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.diff.TreeDiff.Options;
import dev.volary.core.hash.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DirectoryRollUpTest {
  private final HeldObjects objects = new HeldObjects();

  @Test
  void sumsUpToTheDepthAskedFor() {
    ModelTree tree = new ModelTree(objects);
    tree.file("a/b/c/changed", "1").file("a/b/gone", "2").file("a/old", "3").file("ab/x", "4");
    ObjectId before = tree.write();
    tree.file("a/b/c/changed", "12345").remove("a/b/gone").move("a/old", "a/young");
    ObjectId after = tree.file("ab/y", "1234567").write();
    List<DirectoryTotals> totals = new ArrayList<>();
    DirectoryRollUp rollUp = new DirectoryRollUp(objects, 2, totals::add);
    new TreeDiff(objects).compare(before, after, Options.DEFAULT, rollUp);
    DirectoryTotals all = rollUp.finish();
    assertThat(totals)
        .extracting(DirectoryRollUpTest::tell)
        .containsExactly("a/b: 0 1 1 0 5", "a: 0 1 1 1 5", "ab: 1 0 0 0 7", ": 1 1 1 1 12");
    assertThat(all).isEqualTo(totals.getLast());
    assertThat(all.entries()).isEqualTo(4);
  }

  private static String tell(DirectoryTotals t) {
    return t.path()
        + ": "
        + t.added()
        + " "
        + t.changed()
        + " "
        + t.removed()
        + " "
        + t.renamed()
        + " "
        + t.bytes();
  }
}
