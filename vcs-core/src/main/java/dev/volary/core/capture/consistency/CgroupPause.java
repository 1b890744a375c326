package dev.volary.core.capture.consistency;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Stops every process of a systemd unit by the freezer of its control group (cgroup v2).
public final class CgroupPause implements Pause {
  private static final Path HIERARCHY = Path.of("/sys/fs/cgroup");
  private static final int MAX_DEPTH = 8;
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final String unit;
  private final Path group;
  private final Duration limit;

  private CgroupPause(String unit, Path group, Duration limit) {
    this.unit = unit;
    this.group = group;
    this.limit = limit;
  }

  /// Returns the pause of `unit` (`.service` may be left out) for at most `limit`;
  /// [Fault#NOT_FOUND] where no such unit runs.
  public static CgroupPause ofUnit(String unit, Duration limit) throws IOException {
    return ofUnit(HIERARCHY, unit, limit);
  }

  static CgroupPause ofUnit(Path hierarchy, String unit, Duration limit) throws IOException {
    String name = unit.contains(".") ? unit : unit + ".service";
    try (Stream<Path> groups =
        Files.find(hierarchy, MAX_DEPTH, (path, facts) -> isGroup(path, name))) {
      Path group =
          groups
              .findFirst()
              .orElseThrow(() ->
                  new VolaryException(
                      Fault.NOT_FOUND,
                      "No running unit "
                          + name
                          + " has a control group that can be frozen; see systemctl status"));
      return new CgroupPause(name, group, limit);
    }
  }

  private static boolean isGroup(Path path, String name) {
    Path last = path.getFileName();
    return last != null
        && last.toString().equals(name)
        && Files.exists(path.resolve("cgroup.freeze"));
  }

  @Override
  public String method() {
    return "unit:" + unit;
  }

  @Override
  public Held begin() throws IOException {
    Path control = group.resolve("cgroup.freeze");
    refuseOwn();
    if (Files.readString(control).strip().equals("1")) {
      throw new VolaryException(
          Fault.BUSY, "The unit " + unit + " is frozen already; try again when it is not");
    }
    Watchdog watchdog =
        Watchdog.start(
            List.of("sh", "-c", "echo 0 >\"$0\"", control.toString()), Optional.empty(), limit);
    try {
      Files.writeString(control, "1");
      awaitFrozen();
    } catch (IOException | RuntimeException e) {
      release(control, watchdog);
      throw e;
    }
    return () -> {
      if (!release(control, watchdog)) {
        throw Watchdog.brokenPause(method(), limit);
      }
    };
  }

  /// Ends the freeze; returns whether it held until now.
  private static boolean release(Path control, Watchdog watchdog) throws IOException {
    boolean held = Files.readString(control).strip().equals("1");
    Files.writeString(control, "0");
    return watchdog.dismiss() && held;
  }

  private void refuseOwn() throws IOException {
    for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
      if (pid.equals(Long.toString(ProcessHandle.current().pid()))) {
        throw new VolaryException(
            Fault.CONFLICT, "This program runs in " + unit + " itself; run it elsewhere");
      }
    }
  }

  private void awaitFrozen() throws IOException {
    long steps = limit.toNanos() / STEP_NANOS;
    for (long i = 0; i < steps; i++) {
      if (Files.readAllLines(group.resolve("cgroup.events")).contains("frozen 1")) {
        return;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    throw new VolaryException(
        Fault.BUSY, "The unit " + unit + " did not stand still in time; try again");
  }
}
