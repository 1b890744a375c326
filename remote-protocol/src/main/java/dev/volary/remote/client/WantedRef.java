package dev.volary.remote.client;

import dev.volary.core.history.RefName;
import dev.volary.remote.message.AdvertisedRef;

/// A ref of the other side and where it goes here.
record WantedRef(AdvertisedRef there, RefName here, boolean force) {}
