package dev.volary.remote.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volary.core.hash.ObjectHash;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.history.CommitId;
import dev.volary.core.object.NewObject;
import dev.volary.core.reach.Completion;
import dev.volary.core.store.pack.DeltaRecord;
import dev.volary.core.store.pack.DeltaRecord.BaseById;
import dev.volary.core.store.pack.DeltaRecord.DeltaSlot;
import dev.volary.core.store.pack.DeltaRecord.Piece;
import dev.volary.core.store.pack.PackRecord;
import dev.volary.remote.message.FetchBegin;
import dev.volary.remote.message.FetchBegun;
import dev.volary.remote.message.ObjectList;
import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.ObjectRequest;
import dev.volary.remote.message.TransferId;
import dev.volary.remote.server.Call;
import dev.volary.remote.server.ServedDepot;
import dev.volary.remote.wire.RecordStreamReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Pushes and fetches by somebody who knows ids of what they may not read.
///
/// Each is made twice, with an id that exists elsewhere and with one that exists nowhere: the
/// answers must not differ but in the id.
final class TheftTest extends PushScene {
  @Test
  void aTreeThatNamesAnothersObjectsIsIncomplete() throws IOException {
    String theirs = pushRoot("x", secretRoot);
    String nobodys = pushRoot("x", NOWHERE);
    assertThat(theirs).contains("ng refs/heads/x").contains("not here").isEqualTo(nobodys);
    assertThat(served.leftovers()).noneMatch(name -> name.startsWith("quarantine/"));
  }

  /// The report on a push of a commit that names this root, with what differs by nature taken out.
  private String pushRoot(String branch, ObjectId root) throws IOException {
    CommitId commit = crafted(root, List.of());
    TransferId session = begin(branch, commit);
    return land(session, branch, commit).replace(commit.shortHex(), "COMMIT");
  }

  @Test
  void aDeltaOnAnothersObjectHasNoBase() throws IOException {
    byte[] plain = "the secret and more".getBytes(StandardCharsets.UTF_8);
    CommitId commit = own.commit("pg", "new", "x");
    TransferId session = begin("new", commit);
    String theirs = problemOfDelta(session, SECRET_CHUNK, plain);
    String nobodys = problemOfDelta(session, NOWHERE, plain);
    assertThat(theirs.replace(SECRET_CHUNK.toString(), "ID"))
        .startsWith("422")
        .isEqualTo(nobodys.replace(NOWHERE.toString(), "ID"));
  }

  private String problemOfDelta(TransferId session, ObjectId base, byte[] plain)
      throws IOException {
    ObjectId id = ObjectHash.of(ObjectKind.CHUNK, plain);
    DeltaRecord record =
        new DeltaRecord(
            ObjectKind.CHUNK,
            List.of(
                new DeltaSlot(
                    id,
                    plain.length,
                    List.of(new Piece(new BaseById(base), 0, 7)),
                    1,
                    2,
                    new byte[] {1, 2, 3})));
    return call("PUT", "push/" + session + "/packs/0", stream(List.of(record))).problem();
  }

  @Test
  void nothingIsToldOfWhatWasNotSent() throws IOException {
    CommitId commit = own.commit("pg", "new", "x");
    TransferId session = begin("new", commit);
    List<ObjectRef> asked =
        List.of(
            new ObjectRef(ObjectKind.CHUNK, SECRET_CHUNK),
            new ObjectRef(ObjectKind.CHUNK, NOWHERE));
    Call call = call("POST", "push/" + session + "/missing", new ObjectList(asked).write());
    assertThat(ObjectList.read(call.bytes()).objects()).isEqualTo(asked);
  }

  @Test
  void anExpiredAncestorOpensNothing() throws IOException {
    CommitId ancestor = crafted(secretRoot, List.of());
    List<PackRecord> objects = objectsOf("mine");
    List<NewObject> kept = new ArrayList<>();
    ObjectId root = ServedDepot.tree(ServedDepot.into(kept), "file", "mine");
    CommitId tip = crafted(root, List.of(ancestor));
    TransferId session = begin("x", tip);
    call("PUT", "push/" + session + "/packs/0", stream(objects)).bytes();
    assertThat(land(session, "x", tip)).contains("ok refs/heads/x");
    assertThat(served.volume("pg").completeness().of(ancestor)).contains(Completion.NOT_FETCHED);
    FetchBegun fetch =
        FetchBegun.read(
            call("POST", "fetch", new FetchBegin(List.of(ancestor, tip), List.of()).write())
                .bytes());
    assertThat(fetch.withoutData()).containsExactly(ancestor);
    requireUnknown(fetch.session(), new ObjectRef(ObjectKind.DIRECTORY, secretRoot));
    requireUnknown(fetch.session(), new ObjectRef(ObjectKind.CHUNK, SECRET_CHUNK));
    // Nor does a push on top of it, or of it again, prove what was never sent.
    assertThat(pushRoot("y", secretRoot)).contains("ng refs/heads/y");
  }

  private void requireUnknown(TransferId fetch, ObjectRef object) throws IOException {
    ObjectRef nowhere = new ObjectRef(object.kind(), NOWHERE);
    String theirs = problemOfFetch(fetch, object);
    assertThat(theirs.replace(object.id().toString(), "ID"))
        .startsWith("404")
        .isEqualTo(problemOfFetch(fetch, nowhere).replace(NOWHERE.toString(), "ID"));
  }

  private String problemOfFetch(TransferId fetch, ObjectRef object) throws IOException {
    ObjectRequest request = new ObjectRequest(1, 0, false, List.of(object));
    return call("POST", "fetch/" + fetch + "/objects", request.write()).problem();
  }

  @Test
  void aFetchGetsWhatItMayRead() throws IOException {
    CommitId main = branch("main").orElseThrow();
    FetchBegun fetch =
        FetchBegun.read(
            call("POST", "fetch", new FetchBegin(List.of(main), List.of()).write()).bytes());
    ObjectId root = served.volume("pg").history().facts(main).root();
    ObjectRequest metadata =
        new ObjectRequest(1, 0, true, List.of(new ObjectRef(ObjectKind.DIRECTORY, root)));
    Call answer = call("POST", "fetch/" + fetch.session() + "/objects", metadata.write());
    RecordStreamReader records =
        new RecordStreamReader(new ByteArrayInputStream(answer.bytes()), "answer", 1 << 20);
    assertThat(records.next()).isPresent();
    assertThat(records.next()).isEmpty();
    requireUnknown(fetch.session(), new ObjectRef(ObjectKind.CHUNK, SECRET_CHUNK));
    Call stranger =
        new Call("POST", "pg/volary/1/fetch/" + fetch.session() + "/objects", metadata.write())
            .with("Who", "stranger")
            .by(endpoint);
    assertThat(stranger.problem()).startsWith("404");
    call("DELETE", "fetch/" + fetch.session(), new byte[0]).bytes();
    assertThat(call("DELETE", "fetch/" + fetch.session(), new byte[0]).problem()).startsWith("404");
  }

  @Test
  void anIdleFetchEnds() throws IOException {
    CommitId main = branch("main").orElseThrow();
    FetchBegun fetch =
        FetchBegun.read(
            call("POST", "fetch", new FetchBegin(List.of(main), List.of()).write()).bytes());
    served.later(Duration.ofMinutes(11));
    assertThat(call("DELETE", "fetch/" + fetch.session(), new byte[0]).problem()).startsWith("404");
  }

  @Test
  void aPushIsOfOneVolume() throws IOException {
    served.volume("two");
    TransferId session = begin("new", own.commit("pg", "new", "fresh data"));
    byte[] pack = stream(objectsOf("fresh data"));
    Call elsewhere = new Call("PUT", "two/volary/1/push/" + session + "/packs/0", pack);
    assertThat(elsewhere.by(endpoint).problem()).startsWith("404");
    assertThat(call("PUT", "push/" + session + "/packs/0", pack).status()).isEqualTo(200);
  }

  @Test
  void anothersPushIsNobodys() throws IOException {
    CommitId commit = own.commit("pg", "new", "x");
    TransferId session = begin("new", commit);
    Call stranger =
        new Call("DELETE", "pg/volary/1/push/" + session, new byte[0])
            .with("Who", "stranger")
            .by(endpoint);
    Call nobody =
        new Call("DELETE", "pg/volary/1/push/" + "0".repeat(32), new byte[0]).by(endpoint);
    assertThat(stranger.problem()).isEqualTo(nobody.problem()).startsWith("404");
  }

  @Test
  void aHiddenVolumeDoesNotExist() throws IOException {
    String hidden = new Call("GET", "other/volary/1/refs", new byte[0]).by(endpoint).problem();
    String none = new Call("GET", "nothing/volary/1/refs", new byte[0]).by(endpoint).problem();
    assertThat(hidden).isEqualTo(none).startsWith("404");
  }
}
