import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * A server on Java's own HttpServer.
 *
 * The flow of every request:
 *
 *     client --request--> HttpServer --calls--> handle() --response--> client
 */
public class App {

    // What must outlive a restart belongs into this folder: System.getenv("KATA_DATA")
    // Java's library neither reads nor writes JSON: in a text put a backslash before each " and \, and \n for a line end.
    // SQLite is on the class path: DriverManager.getConnection("jdbc:sqlite:" + file). It has functions for JSON, too.

    static void handle(HttpExchange exchange) throws IOException {
        // 1. The request: exchange.getRequestMethod(), getRequestURI(), getRequestHeaders(), getRequestBody().
        // 2. Decide what to answer.
        // TODO: look at the method and the path, and give each its own answer.
        String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        // 3. Send the response.
        answer(exchange, 501, "{\"error\": \"" + what + " is not implemented yet\"}");
    }

    /** HttpServer is silent about what goes wrong in handle(): print it, and answer all the same. */
    static void handleOrTell(HttpExchange exchange) throws IOException {
        try {
            handle(exchange);
        } catch (RuntimeException error) {
            error.printStackTrace();
            answer(exchange, 500, "{\"error\": \"something went wrong here\"}");
        }
    }

    /** Send a whole response: status, headers, body. */
    static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, hasBody ? body.length : -1); // -1: no body follows
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    public static void main(String[] arguments) throws IOException {
        // The port is given by the environment, and it is another one in every run.
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
        // One thread answers one request, so a slow one does not keep the others waiting.
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", App::handleOrTell);
        server.start();
    }
}
