package dev.volary.core.hash;

import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// How many bytes a second one core can name: the score is bytes a second.
@State(Scope.Benchmark)
public class ObjectHashBenchmark {
  private static final int CHUNK_BYTES = 64 << 10;

  private final byte[] chunk = new byte[CHUNK_BYTES];

  @Setup
  public void fill() {
    new Random(1).nextBytes(chunk);
  }

  @Benchmark
  @OperationsPerInvocation(CHUNK_BYTES)
  public ObjectId chunk() {
    return ObjectHash.of(ObjectKind.values()[0], chunk);
  }
}
