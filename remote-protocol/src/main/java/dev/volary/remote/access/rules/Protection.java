package dev.volary.remote.access.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What to write into a `[protect]` section.
///
/// @param push the only ones who may change such refs; empty for no such limit
/// @param until the end as it is written, such as `90d`
public record Protection(
    boolean noDelete, boolean noForce, Optional<Set<Grantee>> push, Optional<String> until) {
  /// Refuses an end that is none; USAGE.
  public Protection {
    push = push.map(Set::copyOf);
    until.ifPresent(Until::parse);
  }

  /// The keys and values of its settings.
  List<String[]> settings() {
    List<String[]> settings = new ArrayList<>();
    if (noDelete || !noForce && push.isEmpty()) {
      settings.add(new String[] {SectionReader.NO_DELETE, "true"});
    }
    if (noForce) {
      settings.add(new String[] {SectionReader.NO_FORCE, "true"});
    }
    push.ifPresent(few -> settings.add(new String[] {SectionReader.PUSH, Grantee.format(few)}));
    until.ifPresent(end -> settings.add(new String[] {SectionReader.UNTIL, end}));
    return settings;
  }
}
