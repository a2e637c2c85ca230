package kata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.validation.BindException;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class OrderController {

    private static final int LARGEST_BODY = 1_000_000;

    private final ObjectMapper json;
    private final OrderValidator validator;

    OrderController(ObjectMapper json, OrderValidator validator) {
        this.json = json;
        this.validator = validator;
    }

    // consumes: whatever is declared as something else gets 415 before this is called.
    @PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Boolean> check(InputStream body) throws IOException, BindException {
        MapBindingResult mistakes = new MapBindingResult(Map.of(), "order");
        validator.validate(orderFrom(body), mistakes);
        if (mistakes.hasErrors()) {
            throw new BindException(mistakes);
        }
        return Map.of("valid", true);
    }

    /** Read the body by hand: Spring has no limit for JSON. */
    private JsonNode orderFrom(InputStream body) throws IOException {
        // Not one byte more than needed to know that it is too large, whatever the client says about its size.
        byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new ResponseStatusException(HttpStatus.PAYLOAD_TOO_LARGE, "The body is too large.");
        }
        JsonNode order;
        try {
            order = json.readTree(bytes);
        } catch (IOException broken) { // nested too deeply, too: Jackson follows a thousand levels and no further
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The body is not JSON.");
        }
        if (!order.isObject()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "An order is a JSON object.");
        }
        return order;
    }
}
