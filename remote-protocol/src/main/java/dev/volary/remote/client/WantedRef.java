package dev.volary.remote.client;

import dev.volary.core.history.RefName;
import dev.volary.remote.message.AdvertisedRef;

/// A ref of the other side and where it goes here.
record WantedRef(AdvertisedRef there, RefName here, boolean force, Why why) {
  /// Why it is wanted.
  enum Why {
    /// It was asked for by its own name.
    NAMED,
    /// A pattern that was asked for matches it.
    MATCHED,
    /// It is a tag that comes along.
    ALONG
  }
}
