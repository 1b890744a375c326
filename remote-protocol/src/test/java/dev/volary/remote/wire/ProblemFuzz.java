package dev.volary.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever an answer holds, it is taken for a problem that can be written and read again.
final class ProblemFuzz {
  @FuzzTest
  void isAlwaysAProblem(byte[] text) {
    Problem problem = Problem.parse(500, text);
    assertThat(Problem.parse(500, problem.toJson())).isEqualTo(problem);
  }
}
