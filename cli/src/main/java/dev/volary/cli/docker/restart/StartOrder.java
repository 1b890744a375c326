package dev.volary.cli.docker.restart;

import dev.volary.cli.docker.engine.Container;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The order in which containers are started: those of a Compose project after the services they
/// depend on, directly or by way of services that are not among them.
final class StartOrder {
  private StartOrder() {}

  /// Returns `wanted` in that order; `all` are the containers of the engine. Where services depend
  /// on each other in a circle, their order stays as it is.
  static List<Container> of(List<Container> wanted, List<Container> all) {
    Set<Container> visited = new LinkedHashSet<>();
    List<Container> order = new ArrayList<>();
    for (Container container : wanted) {
      visit(container, all, visited, order);
    }
    order.removeIf(container -> wanted.stream().noneMatch(w -> w.id().equals(container.id())));
    return List.copyOf(order);
  }

  /// Tells whether one of `others` must not start before `container` is healthy.
  static boolean isAwaited(Container container, List<Container> others) {
    return container.service().isPresent()
        && others.stream()
            .anyMatch(other ->
                other.project().equals(container.project())
                    && other.healthyBefore().contains(container.service().get()));
  }

  private static void visit(
      Container container, List<Container> all, Set<Container> visited, List<Container> order) {
    if (visited.stream().anyMatch(seen -> seen.id().equals(container.id()))) {
      return;
    }
    visited.add(container);
    for (String service : container.dependencies()) {
      for (Container other : all) {
        if (other.project().equals(container.project())
            && other.service().filter(service::equals).isPresent()) {
          visit(other, all, visited, order);
        }
      }
    }
    order.add(container);
  }
}
