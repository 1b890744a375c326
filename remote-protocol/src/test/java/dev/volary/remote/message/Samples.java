package dev.volary.remote.message;

import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.RefName;
import dev.volary.core.reach.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// One random message of each kind, with how it is written and read.
final class Samples {
  private final RandomGenerator random;

  Samples(RandomGenerator random) {
    this.random = random;
  }

  /// A kind of message.
  record Kind<T>(
      String magic,
      Function<T, byte[]> writer,
      Function<byte[], T> reader,
      Function<Samples, T> draw) {}

  static final List<Kind<?>> KINDS =
      List.of(
          new Kind<>("VREF", VolumeRefs::write, VolumeRefs::read, Samples::volumeRefs),
          new Kind<>("VFBG", FetchBegin::write, FetchBegin::read, Samples::fetchBegin),
          new Kind<>("VFBN", FetchBegun::write, FetchBegun::read, Samples::fetchBegun),
          new Kind<>("VORQ", ObjectRequest::write, ObjectRequest::read, Samples::objectRequest),
          new Kind<>("VOLI", ObjectList::write, ObjectList::read, Samples::objectList),
          new Kind<>("VPBG", PushBegin::write, PushBegin::read, Samples::pushBegin),
          new Kind<>("VPBN", PushBegun::write, PushBegun::read, Samples::pushBegun),
          new Kind<>("VPRC", PackReceived::write, PackReceived::read, Samples::packReceived));

  private VolumeRefs volumeRefs() {
    return new VolumeRefs(
        "pgdata", RefName.branch("main"), random.nextBoolean(), 64 << 20, some(this::advertised));
  }

  private AdvertisedRef advertised() {
    Completion[] states = Completion.values();
    int state = random.nextInt(states.length + 1);
    return new AdvertisedRef(
        ref(),
        object(),
        commit(),
        state == states.length ? Optional.empty() : Optional.of(states[state]));
  }

  private FetchBegin fetchBegin() {
    List<CommitId> wants = new ArrayList<>(some(this::commit));
    wants.add(commit());
    return new FetchBegin(wants, some(this::commit));
  }

  private FetchBegun fetchBegun() {
    return new FetchBegun(
        transfer(), some(this::commit), random.nextLong() >>> 1, random.nextLong() >>> 1);
  }

  private ObjectRequest objectRequest() {
    List<ObjectRef> objects = new ArrayList<>(some(this::objectRef));
    objects.add(objectRef());
    int batch = 1 + random.nextInt(1 << 20);
    return new ObjectRequest(batch, random.nextInt(batch), random.nextBoolean(), objects);
  }

  private ObjectList objectList() {
    return new ObjectList(some(this::objectRef));
  }

  private PushBegin pushBegin() {
    List<RefCommand> commands = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      Optional<GitObjectId> before = i == 1 ? Optional.empty() : Optional.of(object());
      Optional<GitObjectId> after = i == 2 ? Optional.empty() : Optional.of(object());
      commands.add(new RefCommand(RefName.branch("b" + i), before, after, random.nextBoolean()));
    }
    return new PushBegin(
        commands, random.nextBoolean(), random.nextBoolean(), random.nextLong() >>> 1);
  }

  private PushBegun pushBegun() {
    boolean session = random.nextBoolean();
    List<CommandVerdict> verdicts =
        List.of(CommandVerdict.granted(ref()), CommandVerdict.denied(ref(), "not träumed of"));
    return new PushBegun(
        session ? Optional.of(transfer()) : Optional.empty(),
        session && random.nextBoolean(),
        verdicts,
        32 << 20);
  }

  private PackReceived packReceived() {
    return new PackReceived(random.nextInt(1 << 20), random.nextLong() >>> 1);
  }

  private <T> List<T> some(java.util.function.Supplier<T> one) {
    return IntStream.range(0, random.nextInt(5)).mapToObj(i -> one.get()).toList();
  }

  private RefName ref() {
    return RefName.branch("branch-" + random.nextInt(1 << 20));
  }

  private GitObjectId object() {
    return new GitObjectId(random.nextLong(), random.nextLong(), random.nextInt());
  }

  private CommitId commit() {
    return object().asCommit();
  }

  private TransferId transfer() {
    return new TransferId(random.nextLong(), random.nextLong());
  }

  private ObjectRef objectRef() {
    ObjectKind[] kinds = ObjectKind.values();
    return new ObjectRef(
        kinds[random.nextInt(kinds.length)],
        new ObjectId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
  }
}
