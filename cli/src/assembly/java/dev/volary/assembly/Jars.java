package dev.volary.assembly;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Copies jars without what keeps their classes out of the AOT cache, and without what this machine
/// can't run.
final class Jars {
  /// Signed classes are not cached; whoever wants the signature checks it on the jar that was
  /// copied.
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

  private static final Pattern NATIVE = Pattern.compile(".+\\.(so|dll|dylib|jnilib)");

  private final Path out;
  private final String ownNative;

  Jars(Path out) {
    this.out = out;
    this.ownNative = "linux/" + System.getProperty("os.arch") + "/libzstd-jni-";
  }

  /// Copies a dependency; its native library for this machine goes to `native/`, the others
  /// nowhere.
  void library(Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile(), false)) {
      Manifest manifest = jar.getManifest() == null ? new Manifest() : jar.getManifest();
      manifest.getEntries().clear();
      copy(jar, to, manifest);
    }
  }

  /// Copies the program's jar with a manifest that names its main class and its libraries.
  void program(Path from, Path to, List<Path> libraries) throws IOException {
    try (JarFile jar = new JarFile(from.toFile(), false)) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest.getMainAttributes();
      main.put(Attributes.Name.MAIN_CLASS, "dev.volary.cli.Main");
      main.putValue("Enable-Native-Access", "ALL-UNNAMED");
      main.put(
          Attributes.Name.CLASS_PATH,
          libraries.stream()
              .map(library -> library.getFileName().toString())
              .collect(Collectors.joining(" ")));
      copy(jar, to, manifest);
    }
  }

  private void copy(JarFile jar, Path to, Manifest manifest) throws IOException {
    manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
    ClassVersions versions = new ClassVersions(jar);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
        JarOutputStream copy = new JarOutputStream(file, manifest)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (entry.isDirectory()
            || name.equals(JarFile.MANIFEST_NAME)
            || SIGNATURE.matcher(name).matches()) {
          continue;
        }
        byte[] content = jar.getInputStream(entry).readAllBytes();
        if (NATIVE.matcher(name).matches()) {
          keepNative(name, content);
          continue;
        }
        JarEntry next = new JarEntry(name);
        next.setTime(entry.getTime());
        copy.putNextEntry(next);
        copy.write(name.endsWith(".class") ? versions.modern(content) : content);
      }
    }
  }

  private void keepNative(String name, byte[] content) throws IOException {
    if (name.startsWith(ownNative)) {
      Path folder = Files.createDirectories(out.resolve("native"));
      Files.write(folder.resolve("libzstd-jni.so"), content);
    }
  }
}
