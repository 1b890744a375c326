package dev.volary.core.capture;

/// Is told how far a capture is, now and then and from any thread.
public interface CaptureProgress {
  /// Tells nobody.
  CaptureProgress NONE =
      new CaptureProgress() {
        @Override
        public void scanned(long entries) {}

        @Override
        public void read(long bytes) {}
      };

  /// So many entries were met by the walk.
  void scanned(long entries);

  /// So many bytes of content were read in all.
  void read(long bytes);
}
