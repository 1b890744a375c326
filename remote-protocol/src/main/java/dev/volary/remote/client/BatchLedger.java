package dev.volary.remote.client;

import dev.volary.remote.message.ObjectRef;
import dev.volary.remote.message.ObjectRequest;
import java.util.BitSet;
import java.util.List;

/// Numbers the requests of a fetch and knows up to which all are received. Thread-safe.
final class BatchLedger {
  private final BitSet received = new BitSet();
  private int issued;

  synchronized ObjectRequest next(boolean below, List<ObjectRef> objects) {
    issued++;
    return new ObjectRequest(issued, received.nextClearBit(1) - 1, below, objects);
  }

  synchronized void received(ObjectRequest request) {
    received.set(request.batch());
  }
}
