package io.stepgate.testing;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend that does what its request tells it to: the script rides in the body, in a field that
 * the gateway does not know and therefore passes on. So a test needs nothing of this object, and
 * the same test runs against a packaged gateway.
 *
 * <p>{@code {"script":{"status":200,"frames":["data: …\n\n",
 * …],"json":"…","end":"finish|close|hang","gap":20,"gather":200,"fill":1000}}}, a gap in
 * milliseconds, how many such requests to wait for before any is answered, and how many letters
 * stand in the JSON for {@link #FILL}; {@code "headers":{…}} beside it; {@code "raw":"HTTP/1.1 …"}
 * for bytes in place of an answer, in which {@link #RID} and {@link #RID_BEFORE} stand for names;
 * or {@code {"certificate":"…"}} for the PKCS#12 file to show from then on, or {@code
 * {"leave":true}} to listen no more, or {@code {"die":true}} to do so without an answer. {@code GET
 * /control} tells what the backend saw, and {@code ?status=500} makes it answer everything so from
 * then on, until it is told 200.
 */
public final class ScriptedBackend implements AutoCloseable {
  /** A place in a script's JSON for more letters than a request may carry. */
  public static final String FILL = "@fill@";

  /** Places in raw bytes for the name of this request, and of the one before it. */
  public static final String RID = "@rid@";

  public static final String RID_BEFORE = "@before@";

  /** What is asked without any request of a client, or by the test itself. */
  private static final Set<String> LOOKS = Set.of("/health", "/v1/models", "/control");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final List<String> aborted = new CopyOnWriteArrayList<>();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger played = new AtomicInteger();
  private final List<Runnable> gathered = new ArrayList<>();
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile JsonObject last = new JsonObject();

  private final List<String> models;

  /** One that serves the models which tests ask for when it does not matter. */
  public ScriptedBackend() {
    this(
        new HttpServerOptions(),
        Frames.MODEL,
        ScriptedBackendResource.REASONING_ONLY,
        ScriptedBackendResource.TOOLS_ONLY,
        "any",
        "m");
  }

  /**
   * @param models what it says it serves; without any it does not know the path, and so it is never
   *     ready
   */
  public ScriptedBackend(HttpServerOptions options, String... models) {
    this.models = List.of(models);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void handle(HttpServerRequest request) {
    if (!LOOKS.contains(request.path())) {
      targets.add(request.uri());
    }
    switch (request.path()) {
      case "/health" -> request.response().end();
      case "/v1/models" -> models(request.response());
      case "/control" -> control(request);
      case "/abort_request" ->
          request
              .body()
              .onSuccess(
                  body -> {
                    aborted.add(body.toJsonObject().getString("rid"));
                    request.response().end();
                  });
      case "/v1/chat/completions", "/v1/completions", "/generate", "/v1/embeddings", "/tokenize" ->
          request.body().onSuccess(body -> play(request, body.toString()));
      case "/server_info" ->
          request
              .response()
              .end(
                  "{\"tp_size\":4,\"api_key\":\"secret-1\",\"more\":[{\"admin_api_key\":\"secret-2\"}],"
                      + "\"launch_command\":\"sglang serve --api-key secret-1\"}");
      case "/get_server_info" -> {
        running.add("info");
        request.response().closeHandler(closed -> running.remove("info"));
      }
      default -> request.response().setStatusCode(404).end("{\"detail\":\"Not Found\"}");
    }
  }

  private void control(HttpServerRequest request) {
    String told = request.getParam("status");
    if (told != null) {
      status = Integer.parseInt(told);
    }
    request
        .response()
        .end(
            new JsonObject()
                .put("running", new JsonArray(List.copyOf(running)))
                .put("aborted", new JsonArray(List.copyOf(aborted)))
                .put("last", last)
                .put("targets", new JsonArray(List.copyOf(targets)))
                .put("written", written.get())
                .put("played", played.get())
                .encode());
  }

  private void models(HttpServerResponse response) {
    if (models.isEmpty()) {
      response.setStatusCode(404).end("{\"detail\":\"Not Found\"}");
    } else {
      JsonArray data =
          new JsonArray(models.stream().map(id -> new JsonObject().put("id", id)).toList());
      response.end(new JsonObject().put("object", "list").put("data", data).encode());
    }
  }

  private void play(HttpServerRequest request, String body) {
    JsonObject json = new JsonObject(body);
    JsonObject script = json.getJsonObject("script", new JsonObject().put("json", "{}"));
    String rid = json.getString("rid", "");
    String before = last.getString("rid", "");
    last =
        new JsonObject()
            .put("body", body)
            .put("rid", rid)
            .put("version", request.version().alpnName());
    request
        .headers()
        .forEach(
            (name, value) -> last.put("header." + name.toLowerCase(java.util.Locale.ROOT), value));
    played.incrementAndGet();
    running.add(rid);
    HttpServerResponse response = request.response();
    response.closeHandler(closed -> running.remove(rid));
    response.endHandler(ended -> running.remove(rid));
    if (status != 200) {
      response.setStatusCode(status).end("{\"message\":\"out of order\"}");
      return;
    }
    if (script.containsKey("certificate")) {
      show(script.getString("certificate"), response);
      return;
    }
    if (script.containsKey("leave")) {
      response.end("{}").onSuccess(done -> server.close());
      return;
    }
    if (script.containsKey("raw")) {
      String bytes = script.getString("raw").replace(RID, rid).replace(RID_BEFORE, before);
      raw(request, bytes);
      return;
    }
    if (script.containsKey("die")) {
      server.close();
      return;
    }
    response.setStatusCode(script.getInteger("status", 200));
    script
        .getJsonObject("headers", new JsonObject())
        .forEach(header -> response.putHeader(header.getKey(), (String) header.getValue()));
    if (script.containsKey("json")) {
      String letters = "x".repeat(script.getInteger("fill", 0));
      response
          .putHeader("content-type", "application/json")
          .end(script.getString("json").replace(FILL, letters));
    } else if (script.containsKey("frames")) {
      response.setChunked(true).putHeader("content-type", "text/event-stream");
      Iterator<Object> frames = script.getJsonArray("frames").iterator();
      written.set(0);
      int gap = script.getInteger("gap", 0);
      String end = script.getString("end", "finish");
      gathered.add(
          () -> {
            if (gap > 0) {
              paced(response, frames, gap);
            } else {
              next(request, frames, script.getInteger("repeat", 0), end);
            }
          });
      if (gathered.size() >= script.getInteger("gather", 1)) {
        gathered.forEach(Runnable::run);
        gathered.clear();
      }
    }
  }

  /** Writes below HTTP; the request is running until its connection closes. */
  private static void raw(HttpServerRequest request, String bytes) {
    ((ConnectionBase) request.connection())
        .channel()
        .pipeline()
        .firstContext()
        .writeAndFlush(Unpooled.copiedBuffer(bytes, StandardCharsets.UTF_8));
  }

  /** A frame at each beat, counted from now: a late one does not delay those after it. */
  private void paced(HttpServerResponse response, Iterator<Object> frames, int gapMillis) {
    vertx.setPeriodic(
        gapMillis,
        timer -> {
          if (frames.hasNext() && !response.closed()) {
            response.write((String) frames.next());
          } else {
            vertx.cancelTimer(timer);
            response.end();
          }
        });
  }

  /** Shows another certificate from the next connection on, and closes this one. */
  private void show(String p12, HttpServerResponse response) {
    server
        .updateSSLOptions(
            new SSLOptions()
                .setKeyCertOptions(new PfxOptions().setPath(p12).setPassword(Certificate.PASSWORD)))
        .onSuccess(done -> response.putHeader("connection", "close").end("{}"));
  }

  private void next(HttpServerRequest request, Iterator<Object> frames, int more, String end) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    if (frames.hasNext()) {
      String frame = (String) frames.next();
      boolean repeat = !frames.hasNext() && more > 0;
      Iterator<Object> rest = repeat ? List.<Object>of(frame).iterator() : frames;
      response
          .write(frame)
          .onSuccess(
              done -> {
                written.incrementAndGet();
                vertx.runOnContext(later -> next(request, rest, repeat ? more - 1 : more, end));
              });
    } else if (end.equals("finish")) {
      response.end();
    } else if (end.equals("close")) {
      request.connection().close();
    } else if (end.equals("reset")) {
      Channel channel = ((ConnectionBase) request.connection()).channel();
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }
}
