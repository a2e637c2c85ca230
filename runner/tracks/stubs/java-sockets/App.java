import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A server on plain sockets: what HTTP libraries do for you is what you write here.
 *
 * The flow of every connection:
 *
 *     client --connects--> accept() --starts--> converse() --reads, writes, closes--> client
 */
public class App {

    // What must outlive a restart belongs into this folder: System.getenv("KATA_DATA")

    static void converse(Socket connection) {
        try (connection) {
            byte[] piece = new byte[4096];
            int count = connection.getInputStream().read(piece);
            System.out.println(Arrays.toString(Arrays.copyOf(piece, Math.max(count, 0)))); // what has arrived
            // TODO: read to the end of what the client has to say, then send the right answer.
            // README.md holds the rules; begin with R1.
            connection.getOutputStream().write("not written yet\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            System.out.println("the client is gone: " + gone.getMessage());
        }
    }

    public static void main(String[] arguments) throws IOException {
        // The port is given by the environment, and it is another one in every run.
        int port = Integer.parseInt(System.getenv("PORT"));
        try (ServerSocket server = new ServerSocket(port, 128, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                Socket connection = server.accept();
                new Thread(() -> converse(connection)).start(); // a slow client does not keep the others waiting
            }
        }
    }
}
