package dev.volary.core.operation.live;

import dev.volary.core.capture.CaptureResult;
import dev.volary.core.history.Consistency;

/// A captured tree and how it came to show one moment.
///
/// @param capture what was found
/// @param consistency what can be said of it
record Snapshot(CaptureResult capture, Consistency consistency) {}
