package dev.volary.core.linux.memory;

import dev.volary.core.io.ByteString;
import java.io.IOException;

/// What a test does just before a call takes effect: fail it, or change something behind the
/// caller's back.
@FunctionalInterface
public interface CallHook {
  /// Runs before `call` (named as the kernel names it) on `name`, which is empty for a call on an
  /// open handle itself; what it throws is what the caller sees. Calls it makes itself run no hook.
  void before(String call, ByteString name) throws IOException;
}
