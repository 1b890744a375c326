package dev.volary.remote.server.git;

import dev.volary.remote.server.Exchange;
import dev.volary.remote.server.VolumeRoute;
import dev.volary.remote.server.VolumeView;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.UploadPack;

/// Sends history: what readable refs reach, and nothing else.
final class UploadRoute implements VolumeRoute {
  private static final long MAX_REQUEST = 4 << 20;

  @Override
  public void answer(Exchange exchange, VolumeView view) throws IOException {
    try (Repository repository = ReadableRefs.open(view);
        InputStream in = GitRequest.body(exchange, MAX_REQUEST)) {
      InputStream request = new ReadableHaves(view).of(in);
      UploadPack upload = uploadPack(repository, view, GitRequest.parameters(exchange));
      AnswerOnDemand out =
          new AnswerOnDemand(exchange, GitRequest.headers(GitRequest.UPLOAD, "result"));
      upload.uploadWithExceptionPropagation(request, out, null);
      out.complete();
    }
  }

  static UploadPack uploadPack(Repository repository, VolumeView view, List<String> parameters) {
    Map<String, Ref> readable = ReadableRefs.of(view);
    UploadPack upload = new UploadPack(repository);
    upload.setBiDirectionalPipe(false);
    upload.setExtraParameters(parameters);
    upload.setRefFilter(refs -> {
      // What may be read was decided from one look at the refs; what has come since waits.
      Map<String, Ref> shown = new HashMap<>(readable);
      shown.keySet().retainAll(refs.keySet());
      return shown;
    });
    upload.setRequestPolicy(UploadPack.RequestPolicy.REACHABLE_COMMIT);
    PackConfig packing = new PackConfig(repository);
    packing.setThreads(1);
    upload.setPackConfig(packing);
    return upload;
  }
}
