package dev.volary.remote.server.push;

import dev.volary.core.error.Fault;
import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.GitObjectId;
import dev.volary.core.history.NewCommit;
import dev.volary.core.history.RefName;
import dev.volary.core.object.NewObject;
import dev.volary.core.store.pack.Compression;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.remote.message.CommandVerdict.Objection;
import dev.volary.remote.message.PushBegin;
import dev.volary.remote.message.PushBegun;
import dev.volary.remote.message.RefCommand;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.server.Call;
import dev.volary.remote.server.Endpoint;
import dev.volary.remote.server.ServedDepot;
import dev.volary.remote.server.TestGate;
import dev.volary.remote.server.VolumeEndpoint;
import dev.volary.remote.server.VolumeFinder;
import dev.volary.remote.server.VolumeView;
import dev.volary.remote.server.depot.DepotService;
import dev.volary.remote.server.fetch.FetchLimits;
import dev.volary.remote.wire.Packet;
import dev.volary.remote.wire.PacketWriter;
import dev.volary.remote.wire.RecordStreamWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A served volume, another one that nobody may see, and somebody who pushes and fetches.
abstract class PushScene {
  static final ObjectId NOWHERE =
      ObjectHash.of(ObjectKind.CHUNK, "nowhere".getBytes(StandardCharsets.UTF_8));

  static final byte[] SECRET = "the secret".getBytes(StandardCharsets.UTF_8);
  static final ObjectId SECRET_CHUNK = ObjectHash.of(ObjectKind.CHUNK, SECRET);

  @TempDir Path folder;

  final TestGate gate = new TestGate();

  /// Branches that the hook refuses, and all that it was told of.
  final Set<RefName> refused = new HashSet<>();

  final List<RefName> landed = new ArrayList<>();

  private final PushHooks hooks =
      new PushHooks() {
        @Override
        public Map<RefName, Objection> landing(
            VolumeView view, List<RefMove> moves, Incoming incoming) {
          Map<RefName, Objection> objections = new HashMap<>();
          for (RefMove move : moves) {
            CommitId commit = move.after().orElseThrow().asCommit();
            if (refused.contains(move.ref()) && incoming.history().contains(commit)) {
              objections.put(move.ref(), new Objection(Fault.NOT_PERMITTED, "the hook says no"));
            }
          }
          return objections;
        }

        @Override
        public void landed(VolumeView view, List<RefMove> moves) {
          moves.forEach(move -> landed.add(move.ref()));
        }
      };

  ServedDepot served;
  ServedDepot own;
  Endpoint endpoint;
  ObjectId secretRoot;

  @BeforeEach
  void serve() throws IOException {
    served = new ServedDepot(folder.resolve("served"));
    own = new ServedDepot(folder.resolve("own"));
    served.commit("pg", "main", "one");
    CommitId secret = served.commit("other", "main", "the secret");
    secretRoot = served.volume("other").history().facts(secret).root();
    gate.hiddenVolumes.add("other");
    endpoint =
        new VolumeEndpoint(
            served.depot(),
            VolumeFinder.BY_NAME,
            gate,
            DepotService.routes(
                served.depot(),
                FetchLimits.DEFAULTS,
                new PushLimits(Duration.ofHours(1), 4, Long.MAX_VALUE),
                hooks));
  }

  @AfterEach
  void close() {
    served.close();
    own.close();
  }

  Call call(String method, String path, byte[] body) throws IOException {
    return new Call(method, "pg/volary/1/" + path, body).by(endpoint);
  }

  static RefCommand create(String branch, CommitId commit) {
    return new RefCommand(
        RefName.branch(branch), Optional.empty(), Optional.of(GitObjectId.ofCommit(commit)), false);
  }

  TransferId begin(String branch, CommitId commit) throws IOException {
    PushBegin push = new PushBegin(List.of(create(branch, commit)), true, false, 0);
    return PushBegun.read(call("POST", "push", push.write()).bytes()).session().orElseThrow();
  }

  static byte[] stream(List<PackRecord> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordStreamWriter writer = new RecordStreamWriter(out);
    for (PackRecord record : records) {
      writer.write(record);
    }
    writer.finish();
    return out.toByteArray();
  }

  /// The report of a receive-pack with a session.
  String land(TransferId session, String branch, CommitId commit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String line =
        "0".repeat(40) + " " + commit.toHex() + " refs/heads/" + branch + "\0report-status atomic";
    new PacketWriter(out).data(line.getBytes(StandardCharsets.UTF_8)).mark(Packet.Mark.FLUSH);
    own.volume("pg")
        .history()
        .transfer()
        .send(out, List.of(GitObjectId.ofCommit(commit)), List.of());
    Call call =
        new Call("POST", "pg/git-receive-pack", out.toByteArray())
            .with("Volary-Push", session.toHex())
            .by(endpoint);
    return new String(call.bytes(), StandardCharsets.UTF_8);
  }

  CommitId crafted(ObjectId root, List<CommitId> parents) throws IOException {
    return own.volume("pg")
        .history()
        .commit(
            new NewCommit(
                parents, ServedDepot.AUTHOR, "mine", new TreeMap<>(), ServedDepot.facts(root)));
  }

  List<PackRecord> objectsOf(String text) {
    List<NewObject> objects = new ArrayList<>();
    ServedDepot.tree(ServedDepot.into(objects), "file", text);
    List<PackRecord> records = new ArrayList<>();
    for (NewObject object : objects) {
      records.addAll(Compression.frames(object.kind(), List.of(object)));
    }
    return records;
  }

  Optional<CommitId> branch(String name) throws IOException {
    return served.volume("pg").history().refs().find(RefName.branch(name));
  }
}
