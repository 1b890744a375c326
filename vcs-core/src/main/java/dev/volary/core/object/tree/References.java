package dev.volary.core.object.tree;

import dev.volary.core.error.VolaryException;
import dev.volary.core.hash.ObjectId;
import dev.volary.core.hash.ObjectKind;
import dev.volary.core.object.Content.ChunkContent;
import dev.volary.core.object.Content.EmptyContent;
import dev.volary.core.object.Content.MapContent;
import dev.volary.core.object.Entry;
import dev.volary.core.object.Extent;
import dev.volary.core.object.Node.DeviceNode;
import dev.volary.core.object.Node.DirectoryNode;
import dev.volary.core.object.Node.FifoNode;
import dev.volary.core.object.Node.RegularNode;
import dev.volary.core.object.Node.SocketNode;
import dev.volary.core.object.Node.SymlinkNode;
import dev.volary.core.object.tree.InnerPage.Child;

/// Finds what an object names, for everything that goes over all objects of a commit.
public final class References {
  private References() {}

  /// Receives what an object names, in order and with repetitions.
  @FunctionalInterface
  public interface Visitor {
    /// The object names `id`, which must be of `kind`.
    void reference(ObjectKind kind, ObjectId id);
  }

  /// Checks all that one object shows by itself, then tells `visitor` what it names.
  ///
  /// What only several objects together show (sums, borders between pages, sizes of files) is
  /// checked by [DirectoryReader] and [FileMapReader]. Fails with
  /// [dev.volary.core.error.Fault#CORRUPT] where `plain` is not a valid object of `kind`.
  public static void visit(ObjectKind kind, ObjectId id, byte[] plain, Visitor visitor) {
    String resource = PageFormat.resource(kind, id);
    switch (kind) {
      case CHUNK -> {
        if (plain.length == 0 || plain.length > Extent.MAX_CHUNK) {
          throw VolaryException.corrupt(resource, "it has " + plain.length + " bytes");
        }
      }
      case FILE_MAP -> {
        if (PageFormat.isInner(plain)) {
          inner(kind, resource, plain, visitor);
        } else {
          for (Extent extent : MapLeaf.decode(resource, plain).extents()) {
            extent.chunk().ifPresent(chunk -> visitor.reference(ObjectKind.CHUNK, chunk));
          }
        }
      }
      case DIRECTORY -> directory(resource, plain, visitor);
    }
  }

  private static void directory(String resource, byte[] plain, Visitor visitor) {
    if (PageFormat.isInner(plain)) {
      inner(ObjectKind.DIRECTORY, resource, plain, visitor);
    } else if (plain.length > 0 && plain[0] == PageFormat.TOP) {
      visitor.reference(ObjectKind.DIRECTORY, Top.decode(resource, plain).directory());
    } else {
      DirectoryLeaf.decode(resource, plain).entries().forEach(entry -> entry(entry, visitor));
    }
  }

  private static void inner(ObjectKind kind, String resource, byte[] plain, Visitor visitor) {
    for (Child child : InnerPage.decode(kind, resource, plain).children()) {
      visitor.reference(kind, child.id());
    }
  }

  private static void entry(Entry entry, Visitor visitor) {
    switch (entry.node()) {
      case RegularNode(long size, EmptyContent content) -> {}
      case RegularNode(long size, ChunkContent(ObjectId id)) ->
          visitor.reference(ObjectKind.CHUNK, id);
      case RegularNode(long size, MapContent(ObjectId id)) ->
          visitor.reference(ObjectKind.FILE_MAP, id);
      case DirectoryNode(ObjectId id) -> visitor.reference(ObjectKind.DIRECTORY, id);
      case SymlinkNode link -> {}
      case DeviceNode device -> {}
      case FifoNode fifo -> {}
      case SocketNode socket -> {}
    }
  }
}
