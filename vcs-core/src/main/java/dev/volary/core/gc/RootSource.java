package dev.volary.core.gc;

import java.io.IOException;
import java.util.List;

/// Tells every root that must stay, of all volumes and for whatever reason.
@FunctionalInterface
public interface RootSource {
  /// Reads them anew on every call, those that keep their objects for good first: what several keep
  /// is counted for the first of them. Roots whose data is recorded as not being here are left out.
  List<GcRoot> roots() throws IOException;
}
