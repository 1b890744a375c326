package dev.volary.core.session;

import java.io.IOException;

/// Tells the generation of the depot's manifest that is published at the moment of the call.
@FunctionalInterface
public interface GenerationSource {
  /// Returns the generation, read afresh on every call, at least 0 and never falling.
  long current() throws IOException;
}
