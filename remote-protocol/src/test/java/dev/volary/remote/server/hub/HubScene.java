package dev.volary.remote.server.hub;

import dev.volary.core.depot.Depot;
import dev.volary.core.depot.Volume;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.remote.client.Fetch;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.RefOutcome;
import dev.volary.remote.client.RefSpec;
import dev.volary.remote.client.call.Connection;
import dev.volary.remote.client.http.Credentials;
import dev.volary.remote.client.http.HttpSettings;
import dev.volary.remote.client.http.HttpTransport;
import dev.volary.remote.client.hub.HubClient;
import dev.volary.remote.client.push.Push;
import dev.volary.remote.client.push.PushRequest;
import dev.volary.remote.server.ServedDepot;
import dev.volary.remote.server.ServerLog;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.server.hub.api.HubService;
import dev.volary.remote.server.hub.webhook.WebhookDispatcher;
import dev.volary.remote.server.hub.webhook.WebhookLimits;
import dev.volary.remote.server.push.PushLimits;
import dev.volary.remote.server.web.Listen;
import dev.volary.remote.server.web.WebLimits;
import dev.volary.remote.server.web.WebServer;
import dev.volary.remote.transfer.TransferProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A hub behind real HTTP, with people who have depots of their own.
final class HubScene implements AutoCloseable {
  private static final WebhookLimits WEBHOOKS =
      new WebhookLimits(
          Duration.ofSeconds(10),
          List.of(Duration.ofMinutes(1), Duration.ofMinutes(5)),
          Duration.ofMillis(20));

  private final Path folder;
  private final ServedDepot depot;
  private final WebServer server;
  private WebhookDispatcher webhooks;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, ServedDepot> homes = new HashMap<>();

  private final ServerLog log =
      new ServerLog() {
        @Override
        public void answered(String peer, String request, int status) {}

        @Override
        public void refused(String peer, String request, String reason) {
          failures.add(new AssertionError(request + ": " + reason));
        }

        @Override
        public void failed(String request, Throwable cause) {
          failures.add(cause);
        }
      };

  HubScene(Path folder) throws IOException {
    this.folder = folder;
    this.depot = new ServedDepot(folder.resolve("hub"));
    String invitation = HubDirectory.create(depot.depot(), "root").secret();
    Hub hub = Hub.open(depot.depot());
    this.server =
        WebServer.start(
            Listen.loopback(0),
            HubService.of(hub, FetchLimits.DEFAULTS, PushLimits.DEFAULTS),
            WebLimits.DEFAULTS,
            log);
    this.webhooks = hub.webhooks().start(WEBHOOKS);
    try (HttpTransport nobody = transport("", HttpSettings.DEFAULT)) {
      tokens.put("root", new HubClient(nobody).redeem(invitation, "first").secret());
    }
  }

  /// Ends what tells webhooks, and begins it again as a restart does.
  void restartWebhooks(Telling meanwhile) throws IOException {
    webhooks.close();
    tell("root", meanwhile);
    webhooks = hub().webhooks().start(WEBHOOKS);
  }

  ServedDepot served() {
    return depot;
  }

  Depot depot() {
    return depot.depot();
  }

  Hub hub() {
    return Hub.open(depot.depot());
  }

  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  private HttpTransport transport(String path, HttpSettings settings) {
    return new HttpTransport(address() + path, settings);
  }

  private HttpTransport as(String user, String path) {
    return user.equals("anonymous")
        ? transport(path, HttpSettings.DEFAULT)
        : transport(
            path, HttpSettings.DEFAULT.as(new Credentials.Bearer(tokens.getOrDefault(user, user))));
  }

  /// Asks the hub as somebody (by name or token), or `anonymous`.
  <T> T ask(String user, Asking<T> asking) throws IOException {
    try (HttpTransport transport = as(user, "")) {
      return asking.of(new HubClient(transport));
    }
  }

  /// A request to the hub.
  @FunctionalInterface
  interface Asking<T> {
    T of(HubClient client) throws IOException;
  }

  /// A request without an answer.
  @FunctionalInterface
  interface Telling {
    void to(HubClient client) throws IOException;
  }

  void tell(String user, Telling telling) throws IOException {
    try (HttpTransport transport = as(user, "")) {
      telling.to(new HubClient(transport));
    }
  }

  /// What a request is refused with.
  VolaryException refusal(String user, Telling telling) throws IOException {
    try {
      tell(user, telling);
    } catch (VolaryException e) {
      return e;
    }
    throw new AssertionError("it was not refused");
  }

  /// Invites somebody, who logs in.
  void join(String user, String... groups) throws IOException {
    String invitation = ask("root", hub -> hub.invite(user, 48)).secret();
    tokens.put(user, ask("anonymous", hub -> hub.redeem(invitation, "test")).secret());
    for (String group : groups) {
      if (!ask("root", HubClient::groups).containsKey(group)) {
        tell("root", hub -> hub.createGroup(group));
      }
      ask("root", hub -> hub.setMember(group, user, true));
    }
  }

  String token(String user) {
    return tokens.getOrDefault(user, user);
  }

  /// The depot of somebody.
  ServedDepot home(String user) throws IOException {
    ServedDepot home = homes.get(user);
    if (home == null) {
      home = new ServedDepot(folder.resolve("home-" + user));
      homes.put(user, home);
    }
    return home;
  }

  /// Speaks to a volume as somebody.
  <T> T talk(String user, String volume, Function<Connection, T> talking) {
    try (HttpTransport transport = as(user, "/" + volume)) {
      return talking.apply(new Connection(transport));
    }
  }

  /// Pushes from somebody's volume of the same last name.
  List<RefOutcome> push(String user, String volume, String... specs) throws IOException {
    ServedDepot home = home(user);
    Volume local = home.volume(volume.substring(volume.indexOf('/') + 1));
    RefSpec[] parsed = List.of(specs).stream().map(RefSpec::parse).toArray(RefSpec[]::new);
    try (HttpTransport transport = as(user, "/" + volume)) {
      return new Push(home.depot(), ServedDepot.AUTHOR, TransferProgress.NONE)
          .run(local, transport, PushRequest.of("origin", parsed))
          .refs();
    }
  }

  /// What a push is refused with as a whole.
  Fault pushRefusal(String user, String volume, String... specs) throws IOException {
    try {
      push(user, volume, specs);
    } catch (VolaryException e) {
      return e.fault();
    }
    throw new AssertionError("it was not refused");
  }

  /// Fetches everything into somebody's volume and returns the branches that came.
  Set<String> fetch(String user, String volume) throws IOException {
    ServedDepot home = home(user);
    Volume local = home.volume(volume.substring(volume.indexOf('/') + 1));
    try (HttpTransport transport = as(user, "/" + volume)) {
      new Fetch(home.depot(), ServedDepot.AUTHOR, TransferProgress.NONE)
          .run(local, transport, FetchRequest.everything("origin"));
    }
    return Set.copyOf(
        local.history().refs().list("refs/remotes/origin/").keySet().stream()
            .map(ref -> ref.value().substring("refs/remotes/origin/".length()))
            .toList());
  }

  /// Where a branch on the hub stands.
  CommitId tip(String volume, String branch) throws IOException {
    return depot()
        .volume(HubVolumeName.parse(volume).inDepot())
        .history()
        .refs()
        .find(RefName.branch(branch))
        .orElseThrow();
  }

  @Override
  public void close() {
    webhooks.close();
    server.close();
    homes.values().forEach(ServedDepot::close);
    depot.close();
    for (Throwable failure : failures) {
      throw new AssertionError("the server failed", failure);
    }
  }
}
