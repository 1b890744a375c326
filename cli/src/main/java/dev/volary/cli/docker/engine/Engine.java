package dev.volary.cli.docker.engine;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The Docker Engine: what it has, and what it is told to do. Every call has a deadline; failures
/// are NOT_FOUND where no engine (or no such thing) is there, NOT_PERMITTED, CONFLICT, BUSY where
/// it did not answer in time. Safe for use by several threads.
public final class Engine implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LONGEST_STOP = Duration.ofMinutes(30);
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final EngineTransport transport;
  private final String version;

  private Engine(EngineTransport transport, String version) {
    this.transport = transport;
    this.version = version;
  }

  /// Speaks to the engine behind `socket`.
  public static Engine connect(EngineSocket socket) throws IOException {
    EngineTransport transport = new EngineTransport(socket);
    try {
      Answer answer = transport.call(Call.get("/version")).orRefusal();
      return new Engine(
          transport,
          answer.object(json ->
              ApiVersion.agree(
                  json.find("MinAPIVersion").orElse("1.12"), json.text("ApiVersion"))));
    } catch (IOException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  /// The containers that run or are paused; with `all`, the stopped ones too.
  public List<Container> containers(boolean all) throws IOException {
    return ask(Call.get("/containers/json?all=" + all)).objects(Container::of);
  }

  /// A container by its name or id.
  public ContainerDetails container(String name) throws IOException {
    return ask(Call.get(path(name, "/json"))).object(ContainerDetails::of);
  }

  /// An image by its name or id.
  public Image image(String name) throws IOException {
    return ask(Call.get("/images/" + Call.name(name) + "/json")).object(Image::of);
  }

  /// All volumes.
  public List<EngineVolume> volumes() throws IOException {
    return ask(Call.get("/volumes"))
        .object(json -> json.objects("Volumes").stream().map(EngineVolume::of).toList());
  }

  /// A volume by its name.
  public EngineVolume volume(String name) throws IOException {
    return ask(Call.get("/volumes/" + Call.name(name))).object(EngineVolume::of);
  }

  /// Makes a volume, or returns the one of that name that is there.
  public EngineVolume createVolume(EngineVolume wanted) throws IOException {
    return ask(Call.post("/volumes/create").with(wanted.request())).object(EngineVolume::of);
  }

  /// Removes a volume that no container uses.
  public void removeVolume(String name) throws IOException {
    ask(Call.delete("/volumes/" + Call.name(name)));
  }

  /// Makes all processes of a container stand still; CONFLICT where it is paused already.
  public void pause(String container, Duration limit) throws IOException {
    ask(Call.post(path(container, "/pause")).within(limit));
  }

  /// Lets a paused container go on.
  public void unpause(String container) throws IOException {
    ask(Call.post(path(container, "/unpause")));
  }

  /// Stops a container, killing what has not ended after the time it was made with (10 s where
  /// nothing was said); done where it is stopped already.
  public void stop(String container) throws IOException {
    ask(Call.post(path(container, "/stop")).within(LONGEST_STOP));
  }

  /// Starts a stopped container; done where it runs already.
  public void start(String container) throws IOException {
    ask(Call.post(path(container, "/start")).within(LONGEST_START));
  }

  /// Waits until a container with a health check is healthy, or one without runs; FAILED where it
  /// is not so in time or has ended.
  public void awaitHealthy(String container, Duration limit) throws IOException {
    long begun = System.nanoTime();
    boolean late = false;
    while (!late) {
      late = System.nanoTime() - begun >= limit.toNanos();
      ContainerDetails now = container(container);
      String state = now.container().state();
      if (state.equals("exited") || state.equals("dead")) {
        throw new VolaryException(
            Fault.FAILED,
            "container %s ended with exit code %d; see docker logs %s"
                .formatted(now.container().name(), now.exitCode(), now.container().name()));
      }
      if (state.equals("running") && now.health().orElse("healthy").equals("healthy")) {
        return;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    throw new VolaryException(
        Fault.FAILED,
        "container %s was not healthy after %d s; see docker logs %s"
            .formatted(container, limit.toSeconds(), container));
  }

  /// Runs a program in a running container to its end.
  public ExecOutcome exec(String container, ExecRequest request) throws IOException {
    try (Running running = begin(container, request)) {
      boolean more = running.read();
      while (more) {
        more = running.read();
      }
      long exitCode =
          ask(Call.get("/exec/" + running.id() + "/json")).object(json -> json.number("ExitCode"));
      return new ExecOutcome(exitCode, running.out(), running.err());
    }
  }

  /// Begins a program in a running container.
  public Running begin(String container, ExecRequest request) throws IOException {
    JsonObject exec =
        JsonObject.EMPTY
            .with("AttachStdout", true)
            .with("AttachStderr", true)
            .with("Cmd", request.command())
            .with("Env", request.environment())
            .with("User", request.user());
    String id = ask(Call.post(path(container, "/exec")).with(exec)).object(json -> json.text("Id"));
    JsonObject start = JsonObject.EMPTY.with("Detach", false).with("Tty", false);
    Call call = Call.post(versioned("/exec/" + id + "/start")).with(start).within(request.limit());
    return new Running(id, transport.stream(call), e -> transport.failure(call, e));
  }

  private Answer ask(Call call) throws IOException {
    Call whole = new Call(call.method(), versioned(call.path()), call.body(), call.limit());
    return transport.call(whole).orRefusal();
  }

  private String versioned(String path) {
    return "/v" + version + path;
  }

  private static String path(String container, String what) {
    return "/containers/" + Call.name(container) + what;
  }

  @Override
  public void close() {
    transport.close();
  }
}
