package io.stepgate.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.stepgate.testing.WireClient;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page may do with a gateway without keys, when somebody looks at it on this machine. */
@QuarkusTest
class BrowserTest extends GatewayClient {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "415|text/plain|Origin|http://evil.example",
        "415|text/plain;application/json|Origin|null",
        "415|application/x-www-form-urlencoded|Sec-Fetch-Site|same-site",
        "415||Origin|http://evil.example",
        "415||Sec-Fetch-Mode|no-cors",
        "403|application/json|Sec-Fetch-Site|cross-site",
        "200|application/json|Sec-Fetch-Site|same-origin",
        "200|Application/JSON; charset=utf-8|Origin|http://evil.example",
        "200|application/vnd.api+json|Origin|http://evil.example",
        "200|text/plain|X-Nothing|1",
        "200|application/x-www-form-urlencoded|X-Nothing|1",
        "200||X-Nothing|1",
        "200|application/json|Content-Encoding|identity"
      })
  void pageOfABrowser_mayNotSendWhatEveryPageCan(
      int status, String type, String name, String value) {
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      try (WireClient client = new WireClient(version, port())) {
        int before = control().getJsonArray("targets").size();
        String[] headers =
            type == null
                ? new String[] {name, value}
                : new String[] {"Content-Type", type, name, value};

        WireClient.Answer answer = client.send("POST", "/generate", "{\"text\":\"x\"}", headers);

        assertEquals(status, answer.status(), answer.body());
        int asked = control().getJsonArray("targets").size() - before;
        assertEquals(status == 200 ? 1 : 0, asked);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|rebound.example|Origin|http://rebound.example",
        "403|rebound.example|Sec-Fetch-Site|same-origin",
        "403|127.0.0.1.rebound.example|Sec-Fetch-Mode|cors",
        "403|localhost.rebound.example|Origin|null",
        "200|rebound.example|X-Nothing|1",
        "200|localhost|Origin|http://localhost:1",
        "200|app.localhost|Sec-Fetch-Site|same-origin",
        "200|10.0.0.1|Origin|http://10.0.0.1",
        "200|[fd00::1]|Sec-Fetch-Site|same-origin"
      })
  void pageWhoseOwnNameLeadsHere_makesNoBackendGenerate(
      int status, String host, String name, String value) {
    for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
      try (WireClient client = new WireClient(version, port())) {
        int before = control().getJsonArray("targets").size();

        WireClient.Answer answer =
            client.sendTo(
                host,
                "POST",
                "/generate",
                "{\"text\":\"x\"}",
                "Content-Type",
                "application/json",
                name,
                value);

        assertEquals(status, answer.status(), answer.body());
        assertEquals(status == 403, answer.body().contains("stepgate.admission.keys-file"));
        assertEquals(status == 403, answer.body().contains("quarkus.http.cors.origins"));
        int asked = control().getJsonArray("targets").size() - before;
        assertEquals(status == 200 ? 1 : 0, asked);
      }
    }
  }
}
