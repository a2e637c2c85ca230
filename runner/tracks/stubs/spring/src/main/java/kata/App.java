package kata;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A server with Spring Boot.
 *
 * The flow of every request:
 *
 *     client --request--> Spring --finds the mapping, calls--> your method --response--> client
 */
@SpringBootApplication
@RestController
public class App {

    // What must outlive a restart belongs into this folder: System.getenv("KATA_DATA")

    // TODO: write a method for each path, such as:
    //
    //     @GetMapping("/hello")
    //     Map<String, String> hello(@RequestParam(defaultValue = "World") String name) {  // 1. read the request
    //         String message = "Hello, " + name + "!";                                    // 2. decide what to answer
    //         return Map.of("message", message);                                          // 3. return the response
    //     }

    // Everything that has no mapping of its own ends here. Take it away when yours are there.
    @RequestMapping("/**")
    @ResponseStatus(HttpStatus.NOT_IMPLEMENTED)
    Map<String, String> notYet(HttpServletRequest request) {
        return Map.of("error", request.getMethod() + " " + request.getRequestURI() + " is not implemented yet");
    }

    // kata gives the port: java -Dserver.port=$PORT
    public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
    }
}
