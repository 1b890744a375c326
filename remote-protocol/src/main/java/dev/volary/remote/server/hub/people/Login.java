package dev.volary.remote.server.hub.people;

import dev.volary.core.history.Identity;
import dev.volary.remote.access.Caller;
import dev.volary.remote.access.Scope;
import dev.volary.remote.access.pattern.RefPattern;
import dev.volary.remote.access.pattern.VolumePattern;
import dev.volary.remote.access.rules.Operation;
import dev.volary.remote.access.rules.Subject;
import dev.volary.remote.message.hub.HubToken;
import dev.volary.remote.message.hub.TokenScope;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Who asks, as far as was proved.
///
/// @param token what proved it; nothing for somebody anonymous
public record Login(Caller caller, Optional<HubToken> token) {
  /// Somebody who proved nothing.
  public static final Login ANONYMOUS =
      new Login(Caller.of(new Subject.Anonymous()), Optional.empty());

  static Login of(Subject.User user, HubToken token) {
    return new Login(new Caller(user, scope(token.scope())), Optional.of(token));
  }

  /// The scope of these texts; USAGE where one is none.
  static Scope scope(TokenScope texts) {
    return new Scope(
        each(texts.volumes(), VolumePattern::of),
        each(texts.refs(), RefPattern::opening),
        each(texts.operations(), Operation::parse),
        texts.expires());
  }

  private static <T> Optional<Set<T>> each(List<String> texts, Function<String, T> parse) {
    Set<T> parsed = new HashSet<>();
    texts.forEach(text -> parsed.add(parse.apply(text)));
    return texts.isEmpty() ? Optional.empty() : Optional.of(parsed);
  }

  /// The name of the user, or `anonymous`.
  public String name() {
    return caller.subject().toString();
  }

  /// Whether nothing was proved.
  public boolean isAnonymous() {
    return caller.subject() instanceof Subject.Anonymous;
  }

  /// Who stands in reflogs and in commits of rules.
  public Identity identity() {
    return new Identity(name(), "");
  }
}
