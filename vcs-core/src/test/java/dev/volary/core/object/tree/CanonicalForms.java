package dev.volary.core.object.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectKind;
import java.util.Arrays;
import java.util.function.Supplier;

/// Holds every decoder to its law: bytes are refused as corrupt, or are the only ones of their
/// value.
final class CanonicalForms {
  private CanonicalForms() {}

  /// Decodes `plain` as the form of `kind` that it begins like; tells whether it was taken.
  static boolean check(ObjectKind kind, byte[] plain) {
    if (PageFormat.isInner(plain)) {
      return inner(kind, plain);
    }
    if (kind == ObjectKind.FILE_MAP) {
      return mapLeaf(plain);
    }
    return plain.length > 0 && plain[0] == PageFormat.TOP ? top(plain) : leaf(plain);
  }

  static boolean leaf(byte[] plain) {
    return holds(
        plain,
        () -> {
          DirectoryLeaf.Builder again = new DirectoryLeaf.Builder();
          DirectoryLeaf.decode("sample", plain).entries().forEach(again::add);
          return again.take();
        });
  }

  static boolean mapLeaf(byte[] plain) {
    return holds(
        plain,
        () -> {
          MapLeaf.Builder again = new MapLeaf.Builder();
          MapLeaf.decode("sample", plain).extents().forEach(again::add);
          return again.take();
        });
  }

  static boolean inner(ObjectKind kind, byte[] plain) {
    return holds(
        plain,
        () -> {
          InnerPage page = InnerPage.decode(kind, "sample", plain);
          return InnerPage.encode(kind, page.height(), page.children());
        });
  }

  static boolean top(byte[] plain) {
    return holds(plain, () -> Top.decode("sample", plain).encode());
  }

  private static boolean holds(byte[] plain, Supplier<byte[]> again) {
    try {
      byte[] encoded = again.get();
      if (!Arrays.equals(encoded, plain)) {
        assertThat(encoded).isEqualTo(plain);
      }
      return true;
    } catch (VolaryException e) {
      assertThat(e.fault()).isEqualTo(Fault.CORRUPT);
      return false;
    }
  }
}
