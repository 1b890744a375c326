package dev.volary.remote.access;

/// The verdict on one change of a push.
public record RefVerdict(RefChange change, Verdict verdict) {}
