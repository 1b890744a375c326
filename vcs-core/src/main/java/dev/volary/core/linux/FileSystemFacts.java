package dev.volary.core.linux;

/// What is known about the file system a directory lies on.
///
/// @param typeName the usual name (`ext4`, `overlay`), or the magic number in hexadecimal
/// @param magic the number in `statfs.f_type`
/// @param fsid the file system's id; 0 where it has none
/// @param trustworthyStat whether a flush followed by a stat shows every store, `mmap` included
/// @param readOnly whether it is mounted read-only
/// @param network whether other machines may change it
/// @param totalBytes its size
/// @param availableBytes what an unprivileged writer can still use
public record FileSystemFacts(
    String typeName,
    long magic,
    long fsid,
    boolean trustworthyStat,
    boolean readOnly,
    boolean network,
    long totalBytes,
    long availableBytes) {}
