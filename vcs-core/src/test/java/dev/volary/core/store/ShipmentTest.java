package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.BaseInPack;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.FrameRecord;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.pack.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects shipped from one store and accepted by another.
final class ShipmentTest {
  private Random random = new Random(5);
  private @TempDir Path directory;
  private StoreHarness from;
  private StoreHarness to;

  @BeforeEach
  void open() throws IOException {
    from =
        new StoreHarness(Files.createDirectory(directory.resolve("from")), StoreHarness.options());
    to = new StoreHarness(Files.createDirectory(directory.resolve("to")), StoreHarness.options());
  }

  @AfterEach
  void close() {
    from.close();
    to.close();
  }

  private List<NewObject> plain(int count) {
    List<NewObject> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectKind kind = List.of(ObjectKind.values()).get(i % 3);
      out.add(StoreHarness.plain(kind, StoreHarness.text(random, 1 + random.nextInt(20_000))));
    }
    return out;
  }

  private List<NewObject> next(List<NewObject> versions) {
    List<NewObject> out = new ArrayList<>();
    for (NewObject version : versions) {
      out.add(StoreHarness.based(version, StoreHarness.touched(random, version.plain(), 2)));
    }
    return out;
  }

  private static List<ObjectId> ids(Collection<NewObject> objects) {
    return objects.stream().map(NewObject::id).toList();
  }

  /// Ships to one who has `had`, and checks what is on the way.
  private List<PackRecord> shipped(Collection<ObjectId> asked, Set<ObjectId> had) {
    List<PackRecord> records = new ArrayList<>();
    from.store.ship(asked, had::contains, records::add);
    Set<ObjectId> sent = new HashSet<>();
    for (PackRecord record : records) {
      if (record instanceof DeltaRecord delta) {
        for (DeltaSlot slot : delta.slots()) {
          for (Piece piece : slot.pieces()) {
            assertThat(piece.base()).isInstanceOf(BaseById.class);
            ObjectId base = ((BaseById) piece.base()).id();
            assertThat(sent.contains(base) || had.contains(base)).as("base %s", base).isTrue();
          }
        }
      }
      record.slots().forEach(slot -> sent.add(slot.id()));
    }
    assertThat(sent).containsExactlyInAnyOrderElementsOf(new HashSet<>(asked));
    return records;
  }

  private void accept(List<PackRecord> records) throws IOException {
    to.commit(transaction -> {
      for (PackRecord record : records) {
        byte[] wire = RecordCodec.encode(record, 0);
        transaction.accept(
            RecordCodec.decode("the wire", wire, 0),
            seen -> {
              assertThat(ObjectHash.of(seen.kind(), seen.copy())).isEqualTo(seen.id());
            });
      }
    });
  }

  private void assertArrived(Collection<NewObject> objects) throws IOException {
    to.reopen();
    for (NewObject object : objects) {
      assertThat(to.store.read(object.kind(), object.id())).isEqualTo(object.plain());
    }
    List<Damage> found = new ArrayList<>();
    to.store
        .catalogue()
        .manifest()
        .packs()
        .forEach(pack -> to.store.catalogue().verify(pack, found::add));
    assertThat(found).isEmpty();
  }

  private static long bytes(List<PackRecord> records) {
    return records.stream().mapToLong(record -> RecordCodec.encode(record, 0).length).sum();
  }

  @Test
  void aSecondCommitCostsWhatItCostHere() throws IOException {
    List<NewObject> first = plain(600);
    List<NewObject> second = next(first);
    from.commit(transaction -> first.forEach(transaction::put));
    TransactionStats stats = from.commit(transaction -> second.forEach(transaction::put));
    List<PackRecord> one = shipped(ids(first), Set.of());
    List<PackRecord> two = shipped(ids(second), Set.copyOf(ids(first)));
    assertThat(two).hasAtLeastOneElementOfType(DeltaRecord.class);
    assertThat(bytes(two)).isLessThanOrEqualTo(stats.storedBytes() * 105 / 100);
    accept(one);
    accept(two);
    assertArrived(first);
    assertArrived(second);
    assertThat(to.store.storedBytes()).isLessThan(from.store.storedBytes() * 105 / 100);
  }

  @Test
  void deltasGoAsTheyAreAfterAMergeOfPacksToo() throws IOException {
    List<NewObject> first = plain(200);
    List<NewObject> second = next(first);
    from.commit(transaction -> first.forEach(transaction::put));
    TransactionStats stats = from.commit(transaction -> second.forEach(transaction::put));
    try (Session session = from.sessions.begin("merge")) {
      Catalogue catalogue = from.store.catalogue();
      catalogue.replace(session, catalogue.manifest().packs(), Catalogue.Manner.JOIN);
    }
    List<PackRecord> two = shipped(ids(second), Set.copyOf(ids(first)));
    assertThat(bytes(two)).isLessThanOrEqualTo(stats.storedBytes() * 105 / 100);
  }

  @Test
  void whoHasNoneOfTheBasesGetsFrames() throws IOException {
    List<NewObject> first = plain(60);
    List<NewObject> second = next(first);
    from.commit(transaction -> first.forEach(transaction::put));
    from.commit(transaction -> second.forEach(transaction::put));
    List<PackRecord> records = shipped(ids(second), Set.of());
    assertThat(records).hasOnlyElementsOfType(FrameRecord.class);
    accept(records);
    assertArrived(second);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    ObjectId nowhere = StoreHarness.chunk(new byte[] {1}).id();
    assertThatThrownBy(() -> from.store.ship(List.of(nowhere), id -> false, record -> {}))
        .isInstanceOfSatisfying(
            VolaryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }

  /// Histories of four commits, packs merged or not, any part of them asked for and had.
  @RepeatedTest(40)
  void nothingElseIsEverOnTheWay(RepetitionInfo repetition) throws IOException {
    random = new Random(1000 + repetition.getCurrentRepetition()); // the seed is in the test's name
    Map<ObjectId, NewObject> all = new HashMap<>();
    List<NewObject> versions = plain(10 + random.nextInt(60));
    for (int i = 0; i < 4; i++) {
      List<NewObject> now = versions;
      from.commit(transaction -> now.forEach(transaction::put));
      now.forEach(object -> all.put(object.id(), object));
      versions = next(versions);
    }
    if (random.nextBoolean()) {
      try (Session session = from.sessions.begin("merge")) {
        Catalogue catalogue = from.store.catalogue();
        catalogue.replace(session, catalogue.manifest().packs(), Catalogue.Manner.JOIN);
      }
    }
    int share = 1 + random.nextInt(9);
    Map<ObjectId, NewObject> had = new HashMap<>();
    Map<ObjectId, NewObject> asked = new HashMap<>();
    all.forEach((id, object) -> {
      (random.nextInt(10) < share ? asked : had).put(id, object);
    });
    had.keySet().removeIf(id -> random.nextInt(10) < share);
    to.commit(transaction ->
        had.values()
            .forEach(object ->
                transaction.put(
                    new NewObject(object.id(), object.kind(), object.plain(), List.of()))));
    List<PackRecord> records = shipped(asked.keySet(), had.keySet());
    accept(records);
    assertArrived(asked.values());
  }

  private static FrameRecord frame(List<PackRecord> records) {
    return (FrameRecord) records.stream().filter(FrameRecord.class::isInstance).findAny().get();
  }

  private void assertRefused(PackRecord record, Fault fault, ObjectId named) throws IOException {
    assertThatThrownBy(() -> to.commit(transaction -> transaction.accept(record, seen -> {})))
        .isInstanceOfSatisfying(VolaryException.class, e -> assertThat(e.fault()).isEqualTo(fault))
        .hasMessageContaining(named.toHex());
    assertThat(to.store.contains(named)).isFalse();
  }

  @Test
  void refusesFramesThatLie() throws IOException {
    List<NewObject> objects = plain(9);
    from.commit(transaction -> objects.forEach(transaction::put));
    FrameRecord good = frame(shipped(ids(objects), Set.of()));
    List<FrameRecord.FrameSlot> slots = new ArrayList<>(good.slots());
    FrameRecord.FrameSlot last = slots.removeLast();
    ObjectId other = StoreHarness.chunk(new byte[] {7}).id();
    slots.add(new FrameRecord.FrameSlot(other, last.plainBytes()));
    assertRefused(
        new FrameRecord(good.kind(), good.codec(), slots, good.payload()), Fault.CORRUPT, other);
    slots.removeLast();
    slots.add(new FrameRecord.FrameSlot(last.id(), last.plainBytes() + 1));
    assertRefused(
        new FrameRecord(good.kind(), good.codec(), slots, good.payload()),
        Fault.CORRUPT,
        slots.getFirst().id());
    slots.removeLast();
    slots.add(new FrameRecord.FrameSlot(last.id(), 2 << 20));
    assertRefused(
        new FrameRecord(good.kind(), good.codec(), slots, good.payload()), Fault.LIMIT, last.id());
  }

  @Test
  void refusesDeltasThatLie() throws IOException {
    NewObject base = StoreHarness.chunk(StoreHarness.text(random, 30_000));
    NewObject object = StoreHarness.based(base, StoreHarness.touched(random, base.plain(), 3));
    from.commit(transaction -> transaction.put(base));
    from.commit(transaction -> transaction.put(object));
    DeltaRecord good = (DeltaRecord) shipped(List.of(object.id()), Set.of(base.id())).getFirst();
    DeltaSlot slot = good.slots().getFirst();
    assertRefused(good, Fault.CORRUPT, object.id());
    to.commit(transaction -> transaction.put(base));
    List<Piece> far = List.of(new Piece(new BaseById(base.id()), 20_000, 20_000));
    List<Piece> placed = List.of(new Piece(new BaseInPack(32, 0), 0, 10));
    ObjectId other = StoreHarness.chunk(new byte[] {8}).id();
    assertRefused(delta(slot, object.id(), 29_999, slot.pieces()), Fault.CORRUPT, object.id());
    assertRefused(delta(slot, object.id(), 2 << 20, slot.pieces()), Fault.LIMIT, object.id());
    assertRefused(delta(slot, object.id(), 30_000, far), Fault.CORRUPT, object.id());
    assertRefused(delta(slot, object.id(), 30_000, placed), Fault.CORRUPT, object.id());
    assertRefused(delta(slot, other, 30_000, slot.pieces()), Fault.CORRUPT, other);
    List<DeltaSlot> many = new ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      many.add(delta(slot, object.id(), 30_000, slot.pieces()).slots().getFirst());
    }
    assertRefused(new DeltaRecord(ObjectKind.CHUNK, many), Fault.LIMIT, object.id());
    accept(List.of(good));
    assertArrived(List.of(object));
  }

  private static DeltaRecord delta(DeltaSlot slot, ObjectId id, int bytes, List<Piece> pieces) {
    return new DeltaRecord(
        ObjectKind.CHUNK, List.of(new DeltaSlot(id, bytes, pieces, 1, 2, slot.payload())));
  }

  @Test
  void whatARecordSaysOfItsChainIsNotBelieved() throws IOException {
    List<NewObject> versions = new ArrayList<>();
    versions.add(StoreHarness.chunk(StoreHarness.text(random, 30_000)));
    for (int i = 0; i < 4; i++) {
      versions.addAll(next(List.of(versions.getLast())));
    }
    for (NewObject version : versions) {
      from.commit(transaction -> transaction.put(version));
    }
    // Here the oldest is a delta itself, so every chain is longer by one.
    NewObject ground =
        StoreHarness.chunk(StoreHarness.touched(random, versions.getFirst().plain(), 1));
    to.commit(transaction -> transaction.put(ground));
    to.commit(
        transaction -> transaction.put(StoreHarness.based(ground, versions.getFirst().plain())));
    List<ObjectId> rest = ids(versions).subList(1, 5);
    accept(shipped(rest, Set.of(versions.getFirst().id())));
    assertArrived(versions);
    assertThat(to.store.locations(versions.get(3).id()).getFirst().depth()).isEqualTo(4);
    assertThat(to.store.locations(versions.get(4).id()).getFirst().depth()).isZero();
  }
}
