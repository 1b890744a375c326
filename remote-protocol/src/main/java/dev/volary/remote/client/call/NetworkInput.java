package dev.volary.remote.client.call;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream from the network whose failures are told apart from those of local files: they are
/// NETWORK failures at once. Not thread-safe.
final class NetworkInput extends FilterInputStream {
  private final String address;

  NetworkInput(InputStream in, String address) {
    super(in);
    this.address = address;
  }

  @Override
  public int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw Connection.broken(address, e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw Connection.broken(address, e);
    }
  }
}
