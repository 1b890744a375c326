package dev.volary.core.gc;

import dev.volary.core.store.pack.PackOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// Fails everything from one of the calls on that a collection makes through what it was given.
final class CutShort {
  private final int allowed;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  /// Lets so many calls pass once it is armed.
  CutShort(int allowed) {
    this.allowed = allowed;
  }

  /// Begins to count.
  void arm() {
    left.set(allowed);
  }

  private void step() throws IOException {
    if (left.getAndDecrement() <= 0) {
      throw new IOException("cut short");
    }
  }

  RootSource roots(RootSource source) {
    return () -> {
      step();
      return source.roots();
    };
  }

  PackOutput.Factory outputs() {
    return file -> {
      step();
      PackOutput output = PackOutput.toFile(file);
      return new PackOutput() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          step();
          output.write(bytes);
        }

        @Override
        public void sync() throws IOException {
          step();
          output.sync();
        }

        @Override
        public void close() throws IOException {
          output.close();
        }
      };
    };
  }
}
