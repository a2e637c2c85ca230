import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** POST /orders: check everything, say everything that is wrong, store nothing. */
public class App {

    private static final int LARGEST_BODY = 1_000_000;

    private record Answer(int status, Map<String, Object> body) {}

    private static class Refusal extends RuntimeException {
        final int status;

        Refusal(int status, String reason) {
            super(reason);
            this.status = status;
        }
    }

    private static Answer route(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/orders")) {
            throw new Refusal(404, "There is nothing at this path.");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new Refusal(405, "Only POST is known here.");
        }
        List<Map<String, Object>> mistakes = Mistakes.of(orderFrom(exchange));
        return mistakes.isEmpty()
            ? new Answer(200, Map.of("valid", true))
            : new Answer(422, Map.of("title", "The order is not valid", "status", 422, "errors", mistakes));
    }

    /** Whether there is an order at all, is asked before whether it is a good one. */
    private static Map<String, Object> orderFrom(HttpExchange exchange) throws IOException {
        if (!mediaType(exchange).equalsIgnoreCase("application/json")) {
            throw new Refusal(415, "An order is sent as application/json.");
        }
        // Not one byte more than needed to know that it is too large, whatever the client says about its size.
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Refusal(413, "An order has at most " + LARGEST_BODY + " bytes.");
        }
        try {
            return Json.parseObject(body);
        } catch (Json.Malformed broken) {
            throw new Refusal(400, broken.getMessage());
        }
    }

    /** `text/html` for `text/html; charset=utf-8` */
    private static String mediaType(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Content-Type");
        return header == null ? "" : header.split(";", 2)[0].strip();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answerTo(exchange));
        }
    }

    private static Answer answerTo(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (Refusal refusal) {
            return new Answer(refusal.status, Map.of("title", refusal.getMessage(), "status", refusal.status));
        } catch (RuntimeException mistake) { // ours: the details are for the log, not for the client
            mistake.printStackTrace();
            return new Answer(500, Map.of("title", "Something broke here.", "status", 500));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
        String type = answer.status < 400 ? "application/json" : "application/problem+json";
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
    }

    public static void main(String[] arguments) throws IOException {
        // Without this the second packet of an answer waits until the client has confirmed the first: 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
        server.setExecutor(Executors.newCachedThreadPool()); // one thread answers one request
        server.createContext("/", App::handle);
        server.start();
    }
}
