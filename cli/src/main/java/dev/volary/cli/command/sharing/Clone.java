package dev.volary.cli.command.sharing;

import dev.volary.cli.command.Invocation;
import dev.volary.cli.command.Verb;
import dev.volary.cli.command.adopt.VolumeToFill;
import dev.volary.cli.command.contact.Admission;
import dev.volary.cli.command.contact.CaFile;
import dev.volary.cli.command.contact.Contact;
import dev.volary.cli.command.contact.RemoteUrl;
import dev.volary.cli.command.contact.TransferDisplay;
import dev.volary.cli.command.contact.Tries;
import dev.volary.cli.command.moment.ImagesHere;
import dev.volary.cli.command.sharing.checkout.CheckoutAhead;
import dev.volary.cli.command.sharing.checkout.FirstWorktree;
import dev.volary.cli.output.Output;
import dev.volary.cli.output.SecretLine;
import dev.volary.cli.output.Words;
import dev.volary.core.depot.Remote;
import dev.volary.core.depot.Volume;
import dev.volary.core.depot.VolumeName;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.RefName;
import dev.volary.core.io.ByteString;
import dev.volary.core.io.RawText;
import dev.volary.core.operation.live.NewWorktree;
import dev.volary.remote.client.CloneRequest;
import dev.volary.remote.client.FetchRequest;
import dev.volary.remote.client.TransferResult;
import dev.volary.remote.transfer.Along;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `volary clone`.
@Command(
    name = "clone",
    description = "Make a copy of another depot's volume, and a live directory of it.")
public final class Clone implements Verb {
  private static final ByteString SLASH = ByteString.utf8("/");

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "the live directory, new or empty (default: ./NAME)")
  private @Nullable String to;

  @Option(
      names = "--docker",
      paramLabel = "VOLUME",
      description =
          "make this Docker volume, or take the empty one of that name, as live directory")
  private @Nullable String docker;

  @Option(
      names = {"-b", "--branch"},
      paramLabel = "B",
      description = "the branch that lives there (default: the volume's)")
  private Optional<String> branch = Optional.empty();

  @Option(
      names = {"-n", "--no-checkout"},
      description = "make no live directory")
  private boolean noCheckout;

  @Option(names = "--tags", description = "bring all tags, not only those of what comes")
  private boolean tags;

  @Mixin private Depth depth = new Depth();
  @Mixin private Tries tries = new Tries();
  @Mixin private CaFile caFile = new CaFile();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description =
          "https://HOST/VOLUME, file:///DEPOT/VOLUME, the path DEPOT/VOLUME, or an invitation (-"
              + " reads one from standard input)")
  private String url = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "what the volume is called here (default: as there)")
  private String name = "";

  @Override
  public int run(Invocation call) throws IOException {
    call.depotOrNew();
    Remote origin = origin(call);
    caFile.keep(call, origin);
    VolumeName here = name.isEmpty() ? RemoteUrl.volumeName(origin.url()) : new VolumeName(name);
    boolean checkout = !noCheckout && !depth.isHistoryOnly();
    requireOnePlace(checkout);
    Optional<VolumeToFill> home =
        docker == null ? Optional.empty() : Optional.of(VolumeToFill.of(call, docker));
    ByteString place = home.isPresent() ? home.get().directory() : directory(call, here.text());
    FirstWorktree worktree = new FirstWorktree(call, here, place, branch);
    try (CheckoutAhead ahead = new CheckoutAhead(call, worktree)) {
      Optional<TransferResult> transfer;
      try {
        transfer = checkout ? transfer(worktree, origin, ahead) : bare(call, origin, here);
      } catch (IOException | RuntimeException e) {
        giveUp(ahead, e);
        home.ifPresent(volume -> volume.giveBack(call, e));
        throw e;
      }
      Volume volume = call.depot().volume(here);
      Optional<NewWorktree.Result> made = checkout ? ahead.finish(volume) : Optional.empty();
      if (made.isPresent()) {
        compareImages(call, volume);
      }
      print(call.output(), volume, transfer, made);
    }
    return DONE;
  }

  private Remote origin(Invocation call) throws IOException {
    String place = url.equals("-") ? SecretLine.read("invitation") : url;
    return Admission.isInvitation(place)
        ? new Admission(call).admit(place)
        : new Remote(Remote.ORIGIN, RemoteUrl.absolute(place, call.here()), Optional.empty());
  }

  private static void giveUp(CheckoutAhead ahead, Exception why) {
    try {
      ahead.giveUp();
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void compareImages(Invocation call, Volume volume) throws IOException {
    RefName live = branch.map(RefName::branch).orElse(volume.history().refs().defaultBranch());
    Optional<CommitId> tip = volume.history().refs().find(live);
    if (tip.isPresent()) {
      ImagesHere.compare(call, volume, tip.get());
    }
  }

  /// Nothing is moved where it could not be used, or is there but for its directory.
  private Optional<TransferResult> transfer(
      FirstWorktree worktree, Remote origin, CheckoutAhead ahead) throws IOException {
    worktree.requireRoom();
    return worktree.isAllThatIsMissing(origin)
        ? Optional.empty()
        : Optional.of(transfer(worktree.call(), origin, worktree.volume(), ahead));
  }

  private Optional<TransferResult> bare(Invocation call, Remote origin, VolumeName here)
      throws IOException {
    return Optional.of(transfer(call, origin, here, (volume, there) -> Along.NOBODY));
  }

  private TransferResult transfer(
      Invocation call,
      Remote origin,
      VolumeName here,
      dev.volary.remote.client.Clone.Checkout checkout)
      throws IOException {
    CloneRequest request =
        new CloneRequest(
            here,
            origin,
            depth.commits(FetchRequest.ALL),
            tags ? FetchRequest.Tags.ALL : FetchRequest.Tags.FOLLOW);
    TransferDisplay display = new TransferDisplay(call);
    try (Transport transport = new Contact(call).open(origin)) {
      var result =
          tries.run(
              call,
              () ->
                  new dev.volary.remote.client.Clone(
                          call.depot(), call.identity(), display, checkout)
                      .run(transport, request));
      RefLines.requireDone(
          new RefLines.Told("", "From", transport.address(), result.transfer()),
          "did not come from");
      return result.transfer();
    }
  }

  private void requireOnePlace(boolean checkout) {
    if (docker != null && (to != null || !checkout)) {
      throw new VolaryException(
          Fault.USAGE, "--docker excludes --to, --no-checkout and --history-only");
    }
  }

  private ByteString directory(Invocation call, String usual) {
    ByteString typed = RawText.encode(to == null ? usual : to);
    return typed.startsWith(SLASH) ? typed : call.here().plus(SLASH).plus(typed);
  }

  private static void print(
      Output output,
      Volume volume,
      Optional<TransferResult> transfer,
      Optional<NewWorktree.Result> made) {
    List<CommitId> tip =
        volume.history().refs().find(volume.history().refs().defaultBranch()).stream().toList();
    if (output.mode().json()) {
      output.json(
          "volary.clone/1",
          json -> {
            json.put("volume", volume.name().text())
                .put("commit", tip.stream().map(CommitId::toHex).findFirst())
                .put("objects", transfer.map(TransferResult::objects).orElse(0L))
                .put("bytes", transfer.map(TransferResult::bytes).orElse(0L));
            made.ifPresent(result ->
                json.put("worktree", result.path())
                    .put("bytesWritten", result.change().totals().bytesWritten()));
          });
      return;
    }
    if (output.mode().quiet()) {
      output.line(volume.name().text());
      return;
    }
    output.line(
        "volume %s cloned%s"
            .formatted(
                volume.name(),
                transfer
                    .map(t ->
                        ": %s, %s"
                            .formatted(Words.count(t.objects(), "object"), Words.size(t.bytes())))
                    .orElse("")));
    if (tip.isEmpty()) {
      output.talk("it has no commit yet");
    }
    made.ifPresent(result -> {
      output.line(
          "%s holds it: %s written"
              .formatted(result.path(), Words.size(result.change().totals().bytesWritten())));
      if (result.change().unheld() > 0) {
        output.warn(
            "%d entries can't be held here as they are (owners, devices, attributes); commits carry them over"
                .formatted(result.change().unheld()));
      }
    });
  }
}
