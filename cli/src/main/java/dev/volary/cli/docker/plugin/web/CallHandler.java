package dev.volary.cli.docker.plugin.web;

import dev.volary.cli.docker.plugin.VolumeDriver;
import dev.volary.core.error.Fault;
import dev.volary.core.error.VolaryException;
import dev.volary.remote.message.json.JsonObject;
import dev.volary.remote.message.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Turns requests into calls of the driver and what they return into answers.
///
/// A failure is told as `{"Err": "…"}` under status 500, as Docker's own plugin library does:
/// Docker reads the text whatever the status is, Podman only looks at it for other than 200.
final class CallHandler extends Handler.Abstract {
  private static final String MEDIA_TYPE = "application/vnd.docker.plugins.v1.2+json";
  private static final int MAX_BODY = 1 << 20;
  private static final JsonObject DONE = JsonObject.EMPTY.with("Err", "");

  private final Map<String, Call> calls;

  CallHandler(VolumeDriver driver) {
    this.calls =
        Map.of(
            "/Plugin.Activate",
            _ -> JsonObject.EMPTY.with("Implements", List.of("VolumeDriver")),
            "/VolumeDriver.Capabilities",
            _ -> JsonObject.EMPTY.with("Capabilities", JsonObject.EMPTY.with("Scope", "local")),
            "/VolumeDriver.Create",
            body -> {
              driver.create(name(body), options(body));
              return DONE;
            },
            "/VolumeDriver.Remove",
            body -> {
              driver.remove(name(body));
              return DONE;
            },
            "/VolumeDriver.Mount",
            body -> mountpoint(driver.mount(name(body), id(body))),
            "/VolumeDriver.Unmount",
            body -> {
              driver.unmount(name(body), id(body));
              return DONE;
            },
            "/VolumeDriver.Path",
            body -> mountpoint(driver.path(name(body)).orElse("")),
            "/VolumeDriver.Get",
            body -> DONE.with("Volume", whole(driver.get(name(body)))),
            "/VolumeDriver.List",
            _ -> DONE.with("Volumes", driver.list().stream().map(CallHandler::brief).toList()));
  }

  /// One call of the protocol: the body of a request to that of the answer.
  @FunctionalInterface
  private interface Call {
    JsonObject answer(JsonObject body) throws IOException;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Call call = calls.get(String.valueOf(request.getHttpURI().getPath()));
    if (call == null || !request.getMethod().equals("POST")) {
      answer(response, 404, failure("this is no call of the volume plugin protocol"), callback);
      return true;
    }
    try {
      answer(response, 200, call.answer(body(request)), callback);
    } catch (VolaryException e) {
      answer(response, 500, failure(e.getMessage()), callback);
    } catch (IOException | RuntimeException e) {
      answer(response, 500, failure("unexpected: " + e), callback);
    }
    return true;
  }

  private static void answer(Response response, int status, JsonObject body, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
    byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(text), callback);
  }

  private static JsonObject failure(String sentence) {
    return JsonObject.EMPTY.with("Err", sentence);
  }

  private static JsonObject mountpoint(String path) {
    return DONE.with("Mountpoint", path);
  }

  private static String name(JsonObject body) {
    return body.text("Name");
  }

  private static JsonObject brief(VolumeDriver.Told volume) {
    return JsonObject.EMPTY
        .with("Name", volume.name())
        .with("Mountpoint", volume.mountpoint().orElse(""));
  }

  private static JsonObject whole(VolumeDriver.Told volume) {
    JsonObject status = JsonObject.EMPTY;
    for (Map.Entry<String, String> fact : volume.status().entrySet()) {
      status = status.with(fact.getKey(), fact.getValue());
    }
    return brief(volume).with("CreatedAt", volume.created().toString()).with("Status", status);
  }

  /// Podman sends no id where a volume is mounted once only.
  private static String id(JsonObject body) {
    return body.find("ID").orElse("");
  }

  private static Map<String, String> options(JsonObject body) {
    Map<String, String> options = new LinkedHashMap<>();
    Optional<JsonObject> given = body.object("Opts");
    if (given.isPresent()) {
      for (String key : given.get().names()) {
        options.put(key, given.get().text(key));
      }
    }
    return options;
  }

  private static JsonObject body(Request request) throws IOException {
    byte[] text;
    try (InputStream in = Request.asInputStream(request)) {
      text = in.readNBytes(MAX_BODY + 1);
    }
    if (text.length > MAX_BODY) {
      throw new VolaryException(Fault.LIMIT, "a call of over %d bytes".formatted(MAX_BODY));
    }
    boolean empty = new String(text, StandardCharsets.UTF_8).isBlank();
    return empty ? JsonObject.EMPTY : JsonText.read(text);
  }
}
