package dev.volary.remote.server;

import dev.volary.core.history.Identity;

/// Who asks.
///
/// @param key what transfers are bound to, such as `user:anna` or `peer:3f9c`; never used again for
///   somebody else
/// @param identity who stands in reflogs
/// @param anonymous whether nobody proved to be anybody: credentials might help
public record Principal(String key, Identity identity, boolean anonymous) {}
