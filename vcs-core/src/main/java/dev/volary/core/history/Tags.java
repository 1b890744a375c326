package dev.volary.core.history;

import dev.volary.core.history.ShelvedRef.Shelf;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tags of a volume: names that stay, with or without an annotation and a signature.
public interface Tags {
  /// What an annotated tag says.
  ///
  /// @param signingKey the SSH key that signs it: a private key, or a public one whose private half
  ///   an agent holds
  record Annotation(Identity tagger, String message, Optional<Path> signingKey) {}

  /// A tag as read back.
  ///
  /// @param message empty for a tag without annotation
  record TagInfo(
      RefName ref,
      CommitId target,
      Optional<Identity> tagger,
      Optional<Instant> tagged,
      String message,
      boolean signed) {}

  /// What checking a signature found.
  enum Verdict {
    /// Made by an allowed signer, over this tag and this root.
    GOOD,
    /// Intact, but by nobody on the list.
    UNKNOWN_SIGNER,
    /// Not made over this tag, or not over the root its commit names.
    BAD,
    /// There is no signature.
    UNSIGNED
  }

  /// The answer to a check.
  ///
  /// @param signer the principal or key; empty if unknown
  record Check(Verdict verdict, String signer, String detail) {}

  /// All tags by name.
  List<TagInfo> list();

  /// The tag of this name.
  Optional<TagInfo> find(RefName tag);

  /// Creates a tag; with an annotation it becomes an object of its own. CONFLICT if the name is
  /// taken, NOT_FOUND if the target or the key is, FAILED if signing does.
  TagInfo create(RefName tag, CommitId target, Optional<Annotation> annotation);

  /// Removes a tag and keeps it on a shelf.
  ShelvedRef delete(RefName tag, Shelf to, Identity by);

  /// Checks a signature against a file of allowed signers as `ssh-keygen` reads it.
  Check verify(RefName tag, Path allowedSigners);
}
