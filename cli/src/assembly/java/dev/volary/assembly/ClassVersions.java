package dev.volary.assembly;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.util.jar.JarFile;

/// Lifts class files of Java 5 and older to a version that the AOT cache takes.
///
/// Class files before version 50 have no stack maps and need the old verifier, whose classes are
/// not cached.
final class ClassVersions {
  private static final int OLDEST_CACHED = ClassFile.JAVA_6_VERSION;
  private static final int TARGET = ClassFile.JAVA_8_VERSION;

  private final ClassFile classFile;

  ClassVersions(JarFile jar) {
    ClassHierarchyResolver own = ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type));
    this.classFile =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                own.orElse(ClassHierarchyResolver.defaultResolver()).cached()));
  }

  /// The class as it is, or with a newer version and stack maps if it is too old.
  byte[] modern(byte[] content) {
    int major = (content[6] & 0xff) << 8 | content[7] & 0xff;
    if (major >= OLDEST_CACHED) {
      return content;
    }
    // Bodies are passed on element by element: copied whole, they would get no stack maps.
    ClassTransform lift =
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(TARGET, 0);
              } else {
                builder.with(element);
              }
            });
    return classFile.transformClass(classFile.parse(content), lift);
  }

  private static InputStream open(JarFile jar, ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
    try {
      return jar.getEntry(name) == null ? null : jar.getInputStream(jar.getEntry(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
