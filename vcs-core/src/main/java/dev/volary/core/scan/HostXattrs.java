package dev.volary.core.scan;

import dev.volary.core.io.ByteString;
import java.util.SortedMap;
import java.util.TreeMap;

/// The extended attributes that belong to the host, not to the data: security labels, integrity
/// signatures, and the notes of an overlay file system.
public final class HostXattrs {
  private static final ByteString SELINUX = ByteString.utf8("security.selinux");
  private static final ByteString IMA = ByteString.utf8("security.ima");
  private static final ByteString EVM = ByteString.utf8("security.evm");
  private static final ByteString OVERLAY = ByteString.utf8("trusted.overlay.");

  private HostXattrs() {}

  /// Tells whether the attribute `name` belongs to the host.
  public static boolean isHosts(ByteString name) {
    return name.equals(SELINUX) || name.equals(IMA) || name.equals(EVM) || name.startsWith(OVERLAY);
  }

  /// Returns `all` without the host's.
  public static SortedMap<ByteString, ByteString> leaveOut(SortedMap<ByteString, ByteString> all) {
    if (all.keySet().stream().noneMatch(HostXattrs::isHosts)) {
      return all;
    }
    SortedMap<ByteString, ByteString> rest = new TreeMap<>(all);
    rest.keySet().removeIf(HostXattrs::isHosts);
    return rest;
  }
}
