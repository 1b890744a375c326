package dev.volary.core.verify;

/// Is told how far a check has come. Thread-safe: called from several threads.
public interface VerifyProgress {
  /// A progress that tells nobody.
  VerifyProgress SILENT =
      new VerifyProgress() {
        @Override
        public void packs(long doneBytes, long totalBytes) {}

        @Override
        public void roots(int done, int total) {}
      };

  /// So many of the bytes of packs are checked.
  void packs(long doneBytes, long totalBytes);

  /// So many of the roots are checked.
  void roots(int done, int total);
}
