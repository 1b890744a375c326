package dev.volary.remote.server.hub.people;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.access.rules.Subject;
import dev.volary.remote.message.hub.HubInvitation;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.HubUser;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Whom a hub knows at one moment. Immutable; a change makes another one.
///
/// @param users by name; never removed, so that no name comes to mean somebody else
/// @param groups the names of groups; who belongs to them stands with the users
/// @param tokens by the hash of the secret
/// @param invitations by the hash of the secret; only those that were not redeemed
public record People(
    SortedMap<String, HubUser> users,
    SortedSet<String> groups,
    SortedMap<String, HubToken> tokens,
    SortedMap<String, HubInvitation> invitations) {
  /// Nobody.
  static final People NONE =
      new People(new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), new TreeMap<>());

  public People {
    users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
    groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    tokens = Collections.unmodifiableSortedMap(new TreeMap<>(tokens));
    invitations = Collections.unmodifiableSortedMap(new TreeMap<>(invitations));
  }

  /// Somebody who may log in, as rules see them.
  public Optional<Subject.User> subject(String name) {
    return Optional.ofNullable(users.get(name))
        .filter(user -> !user.disabled())
        .map(user -> new Subject.User(user.name(), user.groups()));
  }

  /// The user of this name; NOT_FOUND where there is none.
  public HubUser user(String name) {
    return Optional.ofNullable(users.get(name))
        .orElseThrow(() ->
            new VolaryException(
                Fault.NOT_FOUND,
                "there is no user " + name + ": `volary user list` shows who there is"));
  }

  /// The name of a group that is there; NOT_FOUND where there is none.
  String group(String name) {
    if (!groups.contains(name)) {
      throw new VolaryException(
          Fault.NOT_FOUND,
          "there is no group " + name + ": `volary group create " + name + "` makes it");
    }
    return name;
  }

  /// The names of those in a group.
  public List<String> members(String group) {
    return users.values().stream()
        .filter(user -> user.groups().contains(group))
        .map(HubUser::name)
        .toList();
  }

  People with(HubUser user) {
    SortedMap<String, HubUser> more = new TreeMap<>(users);
    more.put(user.name(), user);
    return new People(more, groups, tokens, invitations);
  }

  People withGroup(String group) {
    SortedSet<String> more = new TreeSet<>(groups);
    more.add(group);
    return new People(users, more, tokens, invitations);
  }

  /// Without a group, and nobody in it.
  People withoutGroup(String group) {
    SortedSet<String> fewer = new TreeSet<>(groups);
    fewer.remove(group);
    People left = new People(users, fewer, tokens, invitations);
    for (HubUser user : users.values()) {
      left = left.with(member(user, group, false));
    }
    return left;
  }

  /// The user in a group, or not in it.
  static HubUser member(HubUser user, String group, boolean is) {
    Set<String> names = new HashSet<>(user.groups());
    if (is) {
      names.add(group);
    } else {
      names.remove(group);
    }
    return new HubUser(user.name(), user.since(), user.disabled(), user.joined(), names);
  }

  People with(Secret secret, HubToken token) {
    SortedMap<String, HubToken> more = new TreeMap<>(tokens);
    more.put(secret.hash(), token);
    return new People(users, groups, more, invitations);
  }

  /// With the tokens changed, each by itself.
  People withTokens(UnaryOperator<HubToken> change) {
    SortedMap<String, HubToken> changed = new TreeMap<>(tokens);
    changed.replaceAll((_, token) -> change.apply(token));
    return new People(users, groups, changed, invitations);
  }

  People with(Secret secret, HubInvitation invitation) {
    SortedMap<String, HubInvitation> more = new TreeMap<>(invitations);
    more.put(secret.hash(), invitation);
    return new People(users, groups, tokens, more);
  }

  /// Without the invitations that nobody can redeem any more, one of this hash among them.
  People withoutInvitation(String hash, Instant now) {
    SortedMap<String, HubInvitation> left = new TreeMap<>(invitations);
    left.remove(hash);
    left.values().removeIf(invitation -> !now.isBefore(invitation.expires()));
    return new People(users, groups, tokens, left);
  }

  /// Without the invitations of one user.
  People withoutInvitationsOf(String user) {
    SortedMap<String, HubInvitation> left = new TreeMap<>(invitations);
    left.values().removeIf(invitation -> invitation.user().equals(user));
    return new People(users, groups, tokens, left);
  }
}
