package dev.volary.core.verify;

import dev.volary.core.hash.ObjectId;
import java.util.List;
import java.util.Set;

/// Something that is not as it must be.
///
/// @param resource the file, record or object
/// @param problem what is wrong with it, a sentence
/// @param lost objects that cannot be read because of it, from no copy
/// @param hurts what people miss by that, the first few paths
/// @param moreHurts how many further paths there are, as far as they were counted
public record Finding(
    Kind kind,
    String resource,
    String problem,
    Set<ObjectId> lost,
    List<Hurt> hurts,
    long moreHurts) {
  /// What a finding is about.
  public enum Kind {
    /// The list of packs and indexes.
    MANIFEST,
    /// An index file.
    INDEX,
    /// A pack file or a record of one.
    PACK,
    /// An object that is missing, or readable and not valid.
    OBJECT,
    /// Hard links that do not agree with each other.
    LINKS
  }

  public Finding {
    lost = Set.copyOf(lost);
    hurts = List.copyOf(hurts);
  }
}
