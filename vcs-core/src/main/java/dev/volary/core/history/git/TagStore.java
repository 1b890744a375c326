package dev.volary.core.history.git;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.core.history.CommitId;
import dev.volary.core.history.Facts;
import dev.volary.core.history.Identity;
import dev.volary.core.history.RefName;
import dev.volary.core.history.ShelvedRef;
import dev.volary.core.history.ShelvedRef.Shelf;
import dev.volary.core.history.Tags;
import dev.volary.core.history.sign.SshSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// The tags of a bare repository.
final class TagStore implements Tags {
  private static final String ROOT_LINE = "Volary-Root: ";
  private static final String ANY_SIGNATURE = "-----BEGIN ";

  private final BareRepository repository;
  private final RefStore refs;

  TagStore(BareRepository repository, RefStore refs) {
    this.repository = repository;
    this.refs = refs;
  }

  @Override
  public List<TagInfo> list() {
    return repository.read(() -> {
      List<TagInfo> tags = new ArrayList<>();
      try (RevWalk walk = new RevWalk(repository.files())) {
        for (Ref ref : repository.files().getRefDatabase().getRefsByPrefix(RefName.TAGS)) {
          describe(walk, new RefName(ref.getName()), ref.getObjectId()).ifPresent(tags::add);
        }
      }
      return tags;
    });
  }

  @Override
  public Optional<TagInfo> find(RefName tag) {
    return repository.read(() -> {
      Ref ref = repository.files().getRefDatabase().exactRef(tag.value());
      if (ref == null) {
        return Optional.empty();
      }
      try (RevWalk walk = new RevWalk(repository.files())) {
        return describe(walk, tag, ref.getObjectId());
      }
    });
  }

  private static Optional<TagInfo> describe(RevWalk walk, RefName ref, @Nullable ObjectId held)
      throws IOException {
    if (held == null) {
      return Optional.empty();
    }
    RevObject object = walk.parseAny(held);
    if (!(walk.peel(object) instanceof RevCommit commit)) {
      return Optional.empty();
    }
    CommitId target = BareRepository.ours(commit);
    if (!(object instanceof RevTag tag)) {
      return Optional.of(new TagInfo(ref, target, Optional.empty(), Optional.empty(), "", false));
    }
    walk.parseBody(tag);
    String message = tag.getFullMessage();
    int signature = message.indexOf(ANY_SIGNATURE);
    Optional<PersonIdent> tagger = Optional.ofNullable(tag.getTaggerIdent());
    return Optional.of(
        new TagInfo(
            ref,
            target,
            tagger.map(p -> new Identity(p.getName(), p.getEmailAddress())),
            tagger.map(PersonIdent::getWhenAsInstant),
            withoutRoot(signature < 0 ? message : message.substring(0, signature)),
            tag.getRawGpgSignature() != null));
  }

  private static String withoutRoot(String message) {
    return message
        .lines()
        .filter(line -> !line.startsWith(ROOT_LINE))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  @Override
  public TagInfo create(RefName tag, CommitId target, Optional<Annotation> annotation) {
    if (!tag.isTag()) {
      throw new VolaryException(Fault.USAGE, tag + " is no tag");
    }
    Facts facts = repository.read(() -> factsOf(target));
    if (find(tag).isPresent()) {
      throw new VolaryException(
          Fault.CONFLICT, "Tag '" + tag.shortName() + "' exists already: delete it first");
    }
    // Signing may wait for a person, so it happens before the lock is taken.
    Optional<byte[]> object = annotation.map(words -> object(tag, target, words, facts));
    Identity by = annotation.map(Annotation::tagger).orElse(new Identity("volary", ""));
    repository.write(() -> {
      ObjectId held = BareRepository.git(target);
      if (object.isPresent()) {
        held = insert(object.get());
      }
      var log = new RefWriter.RefLog(repository.now(by), "tag: " + tag.shortName());
      refs.setRaw(tag, Optional.empty(), held, log);
      return held;
    });
    return find(tag).orElseThrow();
  }

  private Facts factsOf(CommitId target) throws IOException {
    try (RevWalk walk = new RevWalk(repository.files())) {
      return CommitStore.facts(walk.getObjectReader(), CommitStore.parse(walk, target));
    }
  }

  private ObjectId insert(byte[] object) throws IOException {
    try (ObjectInserter inserter = Durability.inserter(repository)) {
      ObjectId id = inserter.insert(Constants.OBJ_TAG, object);
      inserter.flush();
      return id;
    }
  }

  /// The bytes of the tag object; a signature covers all before it, and names the root because
  /// Git's own ids are SHA-1.
  private byte[] object(RefName tag, CommitId target, Annotation words, Facts facts) {
    String message =
        withoutRoot(words.message().replace("\0", "").replace(ANY_SIGNATURE, "----- "));
    StringBuilder text =
        new StringBuilder()
            .append("object ")
            .append(target.toHex())
            .append("\ntype commit\ntag ")
            .append(tag.shortName())
            .append("\ntagger ")
            .append(repository.now(words.tagger()).toExternalString())
            .append("\n\n")
            .append(message)
            .append('\n');
    if (words.signingKey().isPresent()) {
      text.append(message.isEmpty() ? "" : "\n")
          .append(ROOT_LINE)
          .append(facts.root().toHex())
          .append('\n');
      byte[] payload = text.toString().getBytes(StandardCharsets.UTF_8);
      text.append(SshSignatures.sign(words.signingKey().get(), payload));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public ShelvedRef delete(RefName tag, Shelf to, Identity by) {
    TagInfo info =
        find(tag)
            .orElseThrow(() ->
                new VolaryException(Fault.NOT_FOUND, "There is no tag '" + tag.shortName() + "'"));
    return refs.delete(tag, info.target(), to, by);
  }

  @Override
  public Check verify(RefName tag, Path allowedSigners) {
    byte[] object = repository.read(() -> raw(tag));
    String text = new String(object, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("\n" + SshSignatures.BEGIN) + 1;
    if (start == 0) {
      return new Check(Verdict.UNSIGNED, "", "it carries no SSH signature");
    }
    byte[] payload = Arrays.copyOf(object, start);
    String signature = text.substring(start);
    if (!SshSignatures.intact(payload, signature)) {
      return new Check(Verdict.BAD, "", "the signature was not made over this tag");
    }
    TagInfo info = find(tag).orElseThrow();
    String root = repository.read(() -> factsOf(info.target())).root().toHex();
    if (!text.substring(0, start).contains("\n" + ROOT_LINE + root + "\n")) {
      return new Check(Verdict.BAD, "", "the signed text does not name the root of its commit");
    }
    return SshSignatures.signer(allowedSigners, payload, signature)
        .map(signer -> new Check(Verdict.GOOD, signer, "signed by " + signer))
        .orElse(new Check(Verdict.UNKNOWN_SIGNER, "", "the key is not in " + allowedSigners));
  }

  private byte[] raw(RefName tag) throws IOException {
    ObjectId held = refs.require(tag);
    try (RevWalk walk = new RevWalk(repository.files())) {
      return walk.parseAny(held) instanceof RevTag
          ? walk.getObjectReader().open(held, Constants.OBJ_TAG).getBytes()
          : new byte[0];
    }
  }
}
