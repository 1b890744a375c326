package dev.volary.remote.server.push;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.ObjectSource;
import dev.volary.core.reach.Closure;
import dev.volary.core.reach.ObjectNumbers;
import dev.volary.core.reach.ObjectSet;
import dev.volary.core.reach.TreeForm;
import java.util.List;
import java.util.function.BiPredicate;

/// Whether all data of a commit was sent, or is of this volume and the sender may read it.
///
/// Objects that are elsewhere in the store are never looked at, so that what is told does not
/// depend on them. Not thread-safe.
final class CompletenessCheck {
  private final BiPredicate<ObjectKind, ObjectId> readable;
  private final BiPredicate<ObjectKind, ObjectId> sent;
  private final ObjectSource source;
  private final ObjectNumbers numbers;
  private final TreeForm form;
  private ObjectSet proven;

  /// @param readable what the sender may read; all it names is known to be there
  /// @param sent what was sent
  /// @param source reads what was sent and what is readable
  /// @param numbers numbers what was sent
  CompletenessCheck(
      BiPredicate<ObjectKind, ObjectId> readable,
      BiPredicate<ObjectKind, ObjectId> sent,
      ObjectSource source,
      ObjectNumbers numbers) {
    this.readable = readable;
    this.sent = sent;
    this.source = source;
    this.numbers = numbers;
    this.form = new TreeForm(source, numbers, readable);
    this.proven = new ObjectSet(numbers);
  }

  /// Tells whether everything below `root` is there for the sender; CORRUPT if it is there and no
  /// tree.
  boolean isComplete(ObjectId root) {
    Missing missing = new Missing();
    new Closure(source, proven).walk(List.of(root), missing);
    if (missing.any) {
      // What was passed on the way is not proven: the next commit begins anew.
      proven = new ObjectSet(numbers);
      return false;
    }
    form.check(root);
    return true;
  }

  /// Notes whether anything is missing, and goes on only into what was sent.
  private final class Missing implements Closure.Visitor {
    private boolean any;

    @Override
    public boolean reached(ObjectKind kind, ObjectId id) {
      if (any || readable.test(kind, id)) {
        return false;
      }
      any = !sent.test(kind, id);
      return !any;
    }

    @Override
    public void unreadable(ObjectKind kind, ObjectId id, VolaryException failure) {
      any = true;
    }
  }
}
