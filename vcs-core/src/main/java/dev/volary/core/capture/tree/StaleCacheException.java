package dev.volary.core.capture.tree;

import dev.volary.core.io.ByteString;

/// The stat cache names an entry that the base has not: capture again without the cache.
public final class StaleCacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleCacheException(ByteString name) {
    super("the stat cache knows " + name + ", the base does not", null, false, false);
  }
}
