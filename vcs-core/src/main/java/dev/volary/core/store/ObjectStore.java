package dev.volary.core.store;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.object.SharedBytes;
import dev.volary.core.session.Session;
import dev.volary.core.store.index.IndexDirectory;
import dev.volary.core.store.index.IndexSet;
import dev.volary.core.store.index.Location;
import dev.volary.core.store.manifest.Manifest;
import dev.volary.core.store.manifest.ManifestFile;
import dev.volary.core.store.manifest.PackInfo;
import dev.volary.core.store.pack.PackFacts;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.core.store.read.Copy;
import dev.volary.core.store.read.DecodedCache;
import dev.volary.core.store.read.PackFiles;
import dev.volary.core.store.read.Resolver;
import dev.volary.core.store.read.StoredObject;
import dev.volary.core.store.transfer.RecordShares;
import dev.volary.core.store.transfer.Shipment;
import dev.volary.core.store.write.PackPlan;
import dev.volary.core.store.write.PackStreams;
import dev.volary.core.store.write.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The objects of a depot: read here, added by transactions, shared with other processes.
///
/// Thread-safe. Reading checks the record and the object's id. A store goes on with the manifest it
/// has until something is missing; then it looks at the newest before it says so.
public final class ObjectStore implements ObjectSource, AutoCloseable {
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(2);

  private final Path directory;
  private final StoreOptions options;
  private final Resolver.Elsewhere elsewhere;
  private final ManifestFile manifests;
  private final IndexDirectory indexDirectory;
  private final IndexSet index;
  private final PackFiles files;
  private final DecodedCache cache;
  private final Resolver resolver;
  private final Publisher publisher;
  private volatile long notedGeneration;
  private volatile boolean anyCondemned;

  private ObjectStore(Path directory, StoreOptions options, Resolver.Elsewhere elsewhere)
      throws IOException {
    this.directory = directory;
    this.options = options;
    this.elsewhere = elsewhere;
    this.manifests = manifestOf(directory);
    this.indexDirectory = IndexDirectory.open(directory, options.random());
    this.index = IndexSet.open(manifests, indexDirectory);
    this.files = new PackFiles(directory);
    this.cache = new DecodedCache(options.cacheBytes());
    this.resolver = new Resolver(files, cache, elsewhere);
    this.publisher = new Publisher(manifests, indexDirectory, index, files);
    noteCondemned();
  }

  /// Returns the manifest file of the depot in `directory`, which sessions are numbered by.
  public static ManifestFile manifestOf(Path directory) {
    return ManifestFile.of(directory, LOCK_TIMEOUT);
  }

  /// Makes an empty store in `directory`, an existing one, unless there is one.
  public static void create(Path directory) throws IOException {
    manifestOf(directory).create();
  }

  /// Opens the store in `directory`; fails with [Fault#NOT_FOUND] where there is none.
  public static ObjectStore open(Path directory, StoreOptions options) throws IOException {
    return new ObjectStore(directory, options, Resolver.Elsewhere.NOWHERE);
  }

  /// Makes an empty store in `directory`, an existing one on the file system of the store that will
  /// adopt it, for objects that do not count yet.
  public static void createAside(Path directory) throws IOException {
    create(directory);
  }

  /// Opens such a store. Its deltas may rest on those objects of `main` that `visible` holds; of
  /// all others it knows nothing, nor does it read or tell of any object of `main`.
  public static ObjectStore openAside(
      Path directory, ObjectStore main, Predicate<ObjectId> visible, StoreOptions options)
      throws IOException {
    return new ObjectStore(
        directory,
        options,
        id -> visible.test(id) ? main.base(id, main::copies) : Optional.empty());
  }

  /// Returns what a delta may rest on, grounded if that can be, here or in the other store.
  Optional<StoredObject> base(ObjectId id, Resolver.Copies copies) {
    if (copies.of(id).isEmpty()) {
      Optional<StoredObject> found = elsewhere.base(id);
      return found.isPresent() ? found : find(id, copies);
    }
    Optional<StoredObject> found = grounded(id, copies);
    return found.isPresent() ? found : find(id, copies);
  }

  void forgetDecoded() {
    cache.clear();
  }

  @Override
  public byte[] read(ObjectKind kind, ObjectId id) {
    return read(kind, id, this::copies);
  }

  byte[] read(ObjectKind kind, ObjectId id, Resolver.Copies copies) {
    return stored(kind, id, copies).copy();
  }

  @Override
  public SharedBytes view(ObjectKind kind, ObjectId id) {
    return view(kind, id, this::copies);
  }

  SharedBytes view(ObjectKind kind, ObjectId id, Resolver.Copies copies) {
    return stored(kind, id, copies).share();
  }

  private StoredObject stored(ObjectKind kind, ObjectId id, Resolver.Copies copies) {
    StoredObject object = find(id, copies).orElseThrow(() -> missing(id));
    if (object.kind() != kind) {
      throw wrongKind(kind, id, object.kind());
    }
    return object;
  }

  static VolaryException wrongKind(ObjectKind wanted, ObjectId id, ObjectKind found) {
    return VolaryException.corrupt("the object " + id, "it is a " + found + ", not a " + wanted);
  }

  /// Looks again in every newer manifest, because what fails may have moved.
  private Optional<StoredObject> find(ObjectId id, Resolver.Copies copies) {
    while (true) {
      try {
        Optional<StoredObject> found = resolver.find(id, copies);
        if (found.isPresent() || !refresh()) {
          return found;
        }
      } catch (VolaryException e) {
        if (!refresh()) {
          throw e.fault() == Fault.NOT_FOUND
              ? new VolaryException(Fault.CORRUPT, String.valueOf(e.getMessage()), e)
              : e;
        }
      }
    }
  }

  /// Tells whether the object has a record in a listed pack, be it condemned.
  public boolean contains(ObjectId id) {
    return index.contains(id) || (refresh() && index.contains(id));
  }

  /// Returns the kind of an object without reading it, or nothing where it is missing.
  public Optional<ObjectKind> kindOf(ObjectId id) {
    Optional<Location> found = index.find(id);
    if (found.isEmpty() && refresh()) {
      found = index.find(id);
    }
    return found.map(Location::kind);
  }

  /// Returns the permanent number of an object, or nothing where it is missing.
  public Optional<Long> numberOf(ObjectId id) {
    Optional<Location> found = index.find(id);
    if (found.isEmpty() && refresh()) {
      found = index.find(id);
    }
    return found.map(Location::number);
  }

  /// Begins a transaction in `session`, which must stay open until the transaction is closed.
  public ObjectTransaction begin(Session session) {
    if (manifest().generation() < session.generation()) {
      refresh();
    }
    return new ObjectTransaction(this, options, new PackStreams(files, plan(options.space())));
  }

  /// Returns how packs are made where `limit` stays free.
  PackPlan plan(SpaceLimit limit) {
    SpaceGuard guard = new SpaceGuard(directory, limit, options.probe());
    return new PackPlan(
        options.packBytes(), options.workers(), guard.guard(options.outputs()), options.random());
  }

  /// Hands the objects of `ids` to `out` as records whose bases are all given by id, in the order
  /// in which they are stored, but bases first. See [Shipment] for what goes as it stands.
  ///
  /// Only objects of `ids` are in the records, and they rest on these and on what `receiverHas`
  /// holds. Fails with [Fault#NOT_FOUND] where one is missing.
  public void ship(
      Collection<ObjectId> ids, Predicate<ObjectId> receiverHas, Consumer<PackRecord> out) {
    new Shipment(files, this::copies, this::require, out).ship(ids, receiverHas);
  }

  /// Returns what tells about how many bytes objects take when they are shipped.
  public RecordShares shares() {
    return new RecordShares(files, this::copies);
  }

  private StoredObject require(ObjectId id) {
    return find(id, this::copies).orElseThrow(() -> missing(id));
  }

  private VolaryException missing(ObjectId id) {
    return new VolaryException(
        Fault.NOT_FOUND, "The object " + id + " is not in the store " + directory);
  }

  /// Makes the packs of `aside` packs of this store, durably and in one step; done again after a
  /// crash, it goes on. `session` must be open; the folder of `aside` may be removed afterwards.
  ///
  /// Fails with [Fault#CONFLICT] where what they rest on is gone; whatever fails, both stores are
  /// as they were.
  public void adopt(ObjectStore aside, Session session) {
    if (manifest().generation() < session.generation()) {
      refresh();
    }
    adopt(aside, Adoption.DISK);
  }

  void adopt(ObjectStore aside, Adoption.Steps steps) {
    try {
      new Adoption(this, aside, publisher, steps).run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take over packs of " + aside.directory(), e);
    }
    noteCondemned();
  }

  /// Takes up the newest manifest; returns whether it is another than the one in use.
  public boolean refresh() {
    try {
      boolean changed = index.refresh();
      noteCondemned();
      return changed;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the manifest of " + directory, e);
    }
  }

  /// What is cached may say grounded of what rests on a pack that has been condemned since.
  private void noteCondemned() {
    Manifest manifest = manifest();
    if (manifest.generation() != notedGeneration) {
      notedGeneration = manifest.generation();
      anyCondemned = manifest.anyCondemned();
      if (anyCondemned) {
        cache.clear();
      }
    }
  }

  /// Returns the bytes of all packs and indexes that count.
  public long storedBytes() {
    Manifest manifest = manifest();
    return manifest.packs().stream().mapToLong(PackInfo::sizeBytes).sum()
        + manifest.indexes().stream().mapToLong(i -> i.sizeBytes()).sum();
  }

  /// Returns the file that is given up when the disk is full.
  public Ballast ballast() {
    return new Ballast(directory, options.random());
  }

  /// Returns what lists, checks, rewrites and drops packs.
  public Catalogue catalogue() {
    return new Catalogue(this, files, resolver, publisher);
  }

  /// Merges small packs and small indexes, a bounded amount of work; `session` must be open.
  public void maintain(Session session) {
    new Maintenance(this, catalogue(), manifests, indexDirectory).run(session);
  }

  Manifest manifest() {
    return index.manifest();
  }

  /// Returns the manifest file of this depot.
  public ManifestFile manifests() {
    return manifests;
  }

  /// Returns what of its file system must stay free.
  public SpaceLimit keepFree() {
    return options.space();
  }

  StoreOptions options() {
    return options;
  }

  /// Returns where it is.
  public Path directory() {
    return directory;
  }

  Resolver.Elsewhere elsewhere() {
    return elsewhere;
  }

  PackFiles files() {
    return files;
  }

  IndexDirectory indexDirectory() {
    return indexDirectory;
  }

  List<Location> locations(ObjectId id) {
    return index.locations(id);
  }

  /// Returns the places in listed packs an object can be read from.
  List<Copy> copies(ObjectId id) {
    List<Location> locations = index.locations(id);
    if (locations.isEmpty()) {
      return List.of();
    }
    Manifest manifest = manifest();
    List<Copy> out = new ArrayList<>(locations.size());
    for (Location place : locations) {
      Optional<PackInfo> pack = manifest.pack(place.pack());
      if (pack.isPresent()) {
        out.add(
            new Copy(
                pack.get().name(),
                (int) place.offset(),
                place.slot(),
                place.depth(),
                pack.get().condemned()));
      }
    }
    return out;
  }

  /// Tells whether a writer may rely on the object being there: it has a record outside condemned
  /// packs that can be read without them.
  boolean lasts(ObjectId id) {
    Optional<Location> found = index.findLasting(id);
    if (found.isEmpty()) {
      return false;
    }
    return found.get().depth() == 0 || !anyCondemned || grounded(id, this::copies).isPresent();
  }

  /// Returns an object if it can be read without any condemned pack.
  Optional<StoredObject> grounded(ObjectId id, Resolver.Copies copies) {
    Optional<StoredObject> found = resolver.findGrounded(id, copies);
    // A pack that was merged into another since is worth a second look.
    return found.isEmpty() && refresh() ? resolver.findGrounded(id, copies) : found;
  }

  void publish(List<PackFacts> packs, Map<ObjectId, Written> written) throws IOException {
    publisher.publish("storing objects", packs, written, Publisher.Also.NOTHING);
    noteCondemned();
  }

  @Override
  public void close() {
    index.close();
    files.close();
    cache.clear();
  }
}
