package dev.volary.cli.command.contact;

import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.wire.Answer;
import dev.volary.remote.wire.Request;
import dev.volary.remote.wire.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A way to a peer that is looked for anew when it can't be reached where it was: it is known by
/// its certificate, and addresses are hints.
final class MovingPeer implements Transport {
  private final Opening opening;
  private final Consumer<String> moved;
  private final List<Transport> opened = new ArrayList<>();
  private Place.OnServer place;
  private Transport transport;

  /// Opens a way to where a peer is now.
  @FunctionalInterface
  interface Opening {
    /// Opens it.
    Transport open(Place.OnServer place) throws IOException;
  }

  /// @param moved is told the new address
  MovingPeer(Place.OnServer place, Opening opening, Consumer<String> moved) throws IOException {
    this.place = place;
    this.opening = opening;
    this.moved = moved;
    this.transport = opening.open(place);
    opened.add(transport);
  }

  @Override
  public Answer send(Request request) {
    Transport used = present();
    try {
      return used.send(request);
    } catch (VolaryException e) {
      // Whether another request than this one was carried out is not known.
      if (e.fault() == Fault.NETWORK && follow(used, e) && request.method().equals("GET")) {
        return present().send(request);
      }
      throw e;
    }
  }

  private synchronized Transport present() {
    return transport;
  }

  /// Returns whether the peer is elsewhere by now; NETWORK where it is nowhere.
  private synchronized boolean follow(Transport lost, VolaryException why) {
    if (!lost.equals(transport)) {
      return true;
    }
    URI old = URI.create(place.url());
    try {
      PeerSearch.Found found =
          PeerSearch.find(
              place.fingerprint().orElseThrow(), List.of(unbracketed(old)), old.getPort());
      String url = found.url(old.getPath().substring(1));
      if (url.equals(place.url())) {
        return false;
      }
      place = new Place.OnServer(url, place.fingerprint());
      transport = opening.open(place);
      opened.add(transport);
      moved.accept(url);
      return true;
    } catch (VolaryException e) {
      e.addSuppressed(why);
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unbracketed(URI uri) {
    return uri.getHost().replaceAll("[\\[\\]]", "");
  }

  @Override
  public String address() {
    return present().address();
  }

  @Override
  public synchronized void close() {
    opened.forEach(Transport::close);
  }
}
