package dev.volary.core.history.git.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.jgit.internal.util.CleanupService;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// The surroundings JGit sees: no user or system configuration, no environment of Git's, everything
/// flushed to disk.
///
/// As JGit comes it runs the `git` binary to find its configuration and measures the file system's
/// time stamps for three seconds; both cost more than a whole command may take.
public final class QuietSystem extends SystemReader {
  private static final QuietSystem INSTANCE = new QuietSystem();
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /// Options that only JGit knows: stock Git would warn about them in a repository's own file.
  private static final List<String> SETTINGS =
      List.of("fsyncObjectFiles", "fsyncRefFiles", "supportsAtomicFileCreation");

  private final SystemReader original = SystemReader.getInstance();

  private QuietSystem() {
    setPlatformChecker();
  }

  /// Makes JGit see these surroundings in this process; may be called any number of times.
  public static synchronized void install() {
    if (SystemReader.getInstance() != INSTANCE) {
      // Told that someone else will end it, JGit registers no shutdown hook, for which it would
      // load
      // all its messages by reflection (45 ms); there is nothing to clean up.
      new CleanupService();
      SystemReader.setInstance(INSTANCE);
    }
  }

  @Override
  public String getHostname() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    boolean ofGit = variable.startsWith("GIT_") || variable.startsWith("XDG_");
    return ofGit ? null : original.getenv(variable);
  }

  @Override
  public String getProperty(String key) {
    return original.getProperty(key);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new FixedConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new FixedConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new FixedConfig(parent, fs);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // It must be overridden and is not ours to retire.
  public long getCurrentTime() {
    return now().toEpochMilli();
  }

  @Override
  public Instant now() {
    return original.now();
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // It must be overridden and is not ours to retire.
  public int getTimezone(long when) {
    return getTimeZoneAt(Instant.ofEpochMilli(when)).getTotalSeconds() / 60;
  }

  @Override
  public ZoneOffset getTimeZoneAt(Instant when) {
    return ZoneId.systemDefault().getRules().getOffset(when);
  }

  /// A configuration that lives in memory and can't be changed.
  private static final class FixedConfig extends FileBasedConfig {
    FixedConfig(@Nullable Config parent, FS fs) {
      super(parent, Path.of("/dev/null").toFile(), fs);
      // Values of its own: a repository's configuration asks its parents for these, not for what
      // `getString` would answer.
      for (String key : SETTINGS) {
        setBoolean("core", null, key, true);
      }
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    /// Answers what would otherwise be measured, whatever the key: the section `filesystem` names
    /// file stores in a way only JGit knows.
    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (section.equals("filesystem")) {
        return "10 ms";
      }
      return super.getString(section, subsection, name);
    }
  }
}
