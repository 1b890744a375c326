package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.contact.Span;
import dev.volary.cli.command.hub.HubServing;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.peer.Invitation;
import dev.volary.remote.server.peer.PeerServer;
import dev.volary.remote.server.web.GivenIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary serve`.
@Command(
    name = "serve",
    description = "Share volumes with those who are invited, or run a hub, until interrupted.")
public final class Serve implements Verb {
  /// Taken unless another program has it, so that those let in find the way back.
  private static final int USUAL_PORT = 8652;

  @Option(
      names = "--hub",
      paramLabel = "DIR",
      description = "run the hub of this directory, by its users and rules, instead")
  private Optional<String> hub = Optional.empty();

  @Option(
      names = "--insecure-http",
      description = "run the hub without TLS: on this machine, or on what --listen names")
  private boolean insecure;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "what the hub proves itself by, in PEM, those that signed it after it")
  private Optional<String> certificate = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the key of --certificate, in PEM, without a password")
  private Optional<String> key = Optional.empty();

  @Option(names = "--writable", description = "let them push; default is reading only")
  private boolean writable;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Span.class,
      description = "stop sharing after so long, such as 8h (default: when interrupted)")
  private Optional<Duration> duration = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "the port to listen on (default: 8652, or any where that is taken)")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--listen",
      paramLabel = "ADDR",
      description = "the address to listen on (default: all of this machine)")
  private Optional<String> listen = Optional.empty();

  @Option(
      names = "--invitation-for",
      paramLabel = "TIME",
      converter = Span.class,
      description = "how long the invitations can be used (default: 1h)")
  private Duration invitationFor = Duration.ofHours(1);

  @Parameters(arity = "0..*", paramLabel = "VOLUME", description = "the volumes to share")
  private List<String> volumes = List.of();

  @Override
  public int run(Invocation call) throws IOException {
    if (hub.isPresent()) {
      return serveHub(call, hub.get());
    }
    if (insecure || certificate.isPresent() || key.isPresent() || volumes.isEmpty()) {
      throw new VolaryException(
          Fault.USAGE,
          "name the volumes to share; --insecure-http, --certificate and --key are for --hub DIR");
    }
    List<VolumeName> names = volumes.stream().map(VolumeName::new).toList();
    Optional<Instant> until =
        duration.map(time -> call.surroundings().clock().instant().plus(time));
    try (PeerServer server = start(call, names, until)) {
      Thread stop = new Thread(server::close, "stop sharing");
      Runtime.getRuntime().addShutdownHook(stop);
      List<Invitation> invitations = new ArrayList<>();
      for (VolumeName name : names) {
        invitations.add(server.invite(name, invitationFor));
      }
      print(call.output(), server, invitations);
      await();
      Runtime.getRuntime().removeShutdownHook(stop);
    }
    call.output().talk("sharing has ended");
    return DONE;
  }

  private int serveHub(Invocation call, String directory) throws IOException {
    if (writable || !volumes.isEmpty()) {
      throw new VolaryException(
          Fault.USAGE,
          "a hub serves all its volumes by its rules: leave volumes and --writable out");
    }
    HubServing.At at = new HubServing.At(listen, port.orElse(USUAL_PORT), insecure, identity(call));
    try (HubServing server = HubServing.start(call, directory, at, new ServeLog(call.output()))) {
      Thread stop = new Thread(server::close, "stop serving");
      Runtime.getRuntime().addShutdownHook(stop);
      server.print(call.output());
      await();
      Runtime.getRuntime().removeShutdownHook(stop);
    }
    call.output().talk("the hub has ended");
    return DONE;
  }

  private Optional<GivenIdentity> identity(Invocation call) {
    if (certificate.isPresent() != key.isPresent() || insecure && key.isPresent()) {
      throw new VolaryException(
          Fault.USAGE, "--certificate and --key go together, and without --insecure-http");
    }
    Path here = Path.of(call.here().toString());
    return certificate.map(
        file -> new GivenIdentity(here.resolve(file), here.resolve(key.orElseThrow())));
  }

  private PeerServer start(Invocation call, List<VolumeName> names, Optional<Instant> until)
      throws IOException {
    ServeLog log = new ServeLog(call.output());
    try {
      return PeerServer.start(call.depot(), sharing(names, port.orElse(USUAL_PORT), until), log);
    } catch (VolaryException e) {
      if (e.fault() != Fault.NETWORK || port.isPresent()) {
        throw e;
      }
      return PeerServer.start(call.depot(), sharing(names, 0, until), log);
    }
  }

  private PeerServer.Sharing sharing(List<VolumeName> names, int on, Optional<Instant> until)
      throws IOException {
    String address = listen.orElse("0.0.0.0");
    boolean announced = !InetAddress.getByName(address).isLoopbackAddress();
    return new PeerServer.Sharing(names, writable, address, on, until, announced);
  }

  private void print(Output output, PeerServer server, List<Invitation> invitations) {
    if (output.mode().json()) {
      output.json(
          "volary.serve/1",
          json ->
              json.put("port", server.port())
                  .put("fingerprint", server.fingerprint())
                  .put("writable", writable)
                  .objects(
                      "invitations",
                      invitations,
                      (object, invitation) ->
                          object
                              .put("volume", invitation.volume())
                              .put("invitation", invitation.text())));
    } else if (output.mode().quiet()) {
      invitations.forEach(invitation -> output.line(invitation.text()));
    } else {
      output.line(
          "sharing %s %s at %s port %d"
              .formatted(
                  String.join(", ", volumes),
                  writable ? "for reading and writing" : "for reading",
                  String.join(", ", invitations.getFirst().addresses()),
                  server.port()));
      output.line("fingerprint " + server.fingerprint());
      for (Invitation invitation : invitations) {
        output.line("one peer can use this within %s:".formatted(Words.roughly(invitationFor)));
        output.line("  volary clone " + invitation.text());
      }
      output.talk("Ctrl-C ends it; who was let in is let in again next time");
    }
    output.flush();
  }

  private void await() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      if (duration.isPresent()) {
        boolean _ = never.await(duration.get().toMillis(), TimeUnit.MILLISECONDS);
      } else {
        never.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
