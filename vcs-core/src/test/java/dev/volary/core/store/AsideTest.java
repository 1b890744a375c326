package dev.volary.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.NewObject;
import dev.volary.core.session.Session;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.PackRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects that wait aside, resting on some of a store, until it adopts them.
final class AsideTest {
  private final Random random = new Random(6);
  private final Set<ObjectId> visible = new HashSet<>();
  private @TempDir Path directory;
  private StoreHarness sender;
  private StoreHarness main;
  private ObjectStore aside;
  private List<NewObject> first;
  private List<NewObject> second;

  @BeforeEach
  void open() throws IOException {
    sender =
        new StoreHarness(
            Files.createDirectory(directory.resolve("sender")), StoreHarness.options());
    main =
        new StoreHarness(Files.createDirectory(directory.resolve("main")), StoreHarness.options());
    ObjectStore.createAside(Files.createDirectory(directory.resolve("main/q")));
    aside = openAside();
    first = new ArrayList<>();
    second = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ObjectKind kind = List.of(ObjectKind.values()).get(i % 3);
      NewObject base = StoreHarness.plain(kind, StoreHarness.text(random, 9_000));
      first.add(base);
      second.add(StoreHarness.based(base, StoreHarness.touched(random, base.plain(), 2)));
    }
    sender.commit(transaction -> first.forEach(transaction::put));
    sender.commit(transaction -> second.forEach(transaction::put));
    main.commit(transaction -> first.forEach(transaction::put));
  }

  @AfterEach
  void close() {
    aside.close();
    sender.close();
    main.close();
  }

  private ObjectStore openAside() throws IOException {
    return ObjectStore.openAside(
        directory.resolve("main/q"), main.store, visible::contains, StoreHarness.options());
  }

  private List<PackRecord> deltas() {
    List<PackRecord> out = new ArrayList<>();
    sender.store.ship(second.stream().map(NewObject::id).toList(), id -> true, out::add);
    assertThat(out).hasOnlyElementsOfType(DeltaRecord.class);
    return out;
  }

  private void accept(List<PackRecord> records) throws IOException {
    try (Session session = main.sessions.begin("receive");
        ObjectTransaction transaction = aside.begin(session)) {
      records.forEach(record -> transaction.accept(record, seen -> {}));
      transaction.publish();
    }
  }

  private void seeAll() {
    first.forEach(object -> visible.add(object.id()));
  }

  @Test
  void tellsNothingOfWhatItMayNotSee() throws IOException {
    List<PackRecord> records = deltas();
    Throwable hidden = catchThrowable(() -> accept(records));
    main.commit(transaction -> {});
    try (StoreHarness empty =
        new StoreHarness(
            Files.createDirectory(directory.resolve("empty")), StoreHarness.options())) {
      Throwable nowhere =
          catchThrowable(() ->
              empty.commit(transaction -> records.forEach(r -> transaction.accept(r, seen -> {}))));
      assertThat(hidden).isInstanceOf(VolaryException.class).hasMessage(nowhere.getMessage());
      assertThat(((VolaryException) hidden).fault()).isEqualTo(((VolaryException) nowhere).fault());
    }
    seeAll();
    NewObject known = first.getFirst();
    assertThat(aside.contains(known.id())).isFalse();
    assertThat(aside.numberOf(known.id())).isEmpty();
    assertThatThrownBy(() -> aside.read(known.kind(), known.id()))
        .isInstanceOf(VolaryException.class);
    try (Session session = main.sessions.begin("receive");
        ObjectTransaction transaction = aside.begin(session)) {
      assertThat(transaction.has(known.id())).isFalse();
    }
  }

  @Test
  void restsOnWhatItMaySeeAndIsAdopted() throws IOException {
    seeAll();
    accept(deltas());
    aside.close();
    aside = openAside();
    for (NewObject object : second) {
      assertThat(aside.read(object.kind(), object.id())).isEqualTo(object.plain());
      assertThat(main.store.contains(object.id())).isFalse();
    }
    assertThat(aside.storedBytes()).isLessThan(20_000);
    Path left = aside.files().published(aside.manifest().packs().getFirst().name());
    Files.createLink(directory.resolve("main/packs").resolve(left.getFileName()), left);
    try (Session session = main.sessions.begin("adopt")) {
      main.store.adopt(aside, session);
      main.store.adopt(aside, session);
    }
    assertWhole();
  }

  private void assertWhole() throws IOException {
    main.reopen();
    Set<Long> numbers = new HashSet<>();
    for (List<NewObject> objects : List.of(first, second)) {
      for (NewObject object : objects) {
        assertThat(main.store.read(object.kind(), object.id())).isEqualTo(object.plain());
        assertThat(numbers.add(main.store.numberOf(object.id()).orElseThrow())).isTrue();
      }
    }
    List<Damage> found = new ArrayList<>();
    Catalogue catalogue = main.store.catalogue();
    catalogue.manifest().packs().forEach(pack -> catalogue.verify(pack, found::add));
    assertThat(found).isEmpty();
    assertThat(catalogue.unlisted()).isEmpty();
    catalogue.entries(
        catalogue.manifest(),
        entry ->
            assertThat(entry.location().number()).isLessThan(catalogue.manifest().nextObject()));
  }

  @Test
  void objectsThatCameAlongKeepTheirNumbers() throws IOException {
    long number = main.store.numberOf(first.getFirst().id()).orElseThrow();
    List<PackRecord> records = new ArrayList<>();
    sender.store.ship(first.stream().map(NewObject::id).toList(), id -> false, records::add);
    accept(records);
    seeAll();
    accept(deltas());
    try (Session session = main.sessions.begin("adopt")) {
      main.store.adopt(aside, session);
    }
    assertWhole();
    assertThat(main.store.numberOf(first.getFirst().id())).contains(number);
  }

  @Test
  void refusesToAdoptWhatRestsOnNothing() throws IOException {
    seeAll();
    accept(deltas());
    Catalogue catalogue = main.store.catalogue();
    catalogue.condemn(catalogue.manifest().packs());
    try (Session session = main.sessions.begin("adopt")) {
      assertThatThrownBy(() -> main.store.adopt(aside, session))
          .isInstanceOf(VolaryException.class)
          .hasMessageContaining("send it again");
    }
    assertThat(second).noneMatch(object -> main.store.contains(object.id()));
  }

  /// Fails one of the steps.
  private record FailingSteps(AtomicInteger left) implements Adoption.Steps {
    private void step() throws IOException {
      if (left.getAndDecrement() == 0) {
        throw new IOException("bad luck");
      }
    }

    @Override
    public void link(Path from, Path to) throws IOException {
      step();
      Adoption.DISK.link(from, to);
    }

    @Override
    public void sync(Path folder) throws IOException {
      step();
      Adoption.DISK.sync(folder);
    }

    @Override
    public void proceed() throws IOException {
      step();
    }
  }

  @Test
  void everyFailedStepLeavesBothStoresAsTheyWere() throws IOException {
    seeAll();
    List<PackRecord> records = deltas();
    accept(records.subList(0, 1));
    accept(records.subList(1, records.size()));
    boolean struck = true;
    int steps = 0;
    while (struck) {
      FailingSteps failing = new FailingSteps(new AtomicInteger(steps));
      try {
        main.store.adopt(aside, failing);
      } catch (UncheckedIOException e) {
        assertThat(e).hasStackTraceContaining("bad luck");
      }
      struck = failing.left().get() < 0;
      if (struck) {
        assertThat(main.store.catalogue().unlisted()).isEmpty();
        assertThat(second).noneMatch(object -> main.store.contains(object.id()));
        assertThat(second).allMatch(object -> aside.contains(object.id()));
        steps++;
      }
    }
    assertThat(steps).isGreaterThan(5);
    assertWhole();
  }
}
