package dev.volary.core.store;

/// What a transaction has done so far.
///
/// @param objects new objects
/// @param plainBytes their bytes before compression
/// @param storedBytes bytes of pack files written for them
/// @param deduplicatedObjects objects that were there already
public record TransactionStats(
    long objects, long plainBytes, long storedBytes, long deduplicatedObjects) {}
