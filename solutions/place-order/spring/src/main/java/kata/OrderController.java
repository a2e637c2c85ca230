package kata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindException;
import org.springframework.validation.MapBindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class OrderController {

    private final ObjectMapper json;
    private final OrderValidator validator;
    private final OrderRepository orders;

    OrderController(ObjectMapper json, OrderValidator validator, OrderRepository orders) {
        this.json = json;
        this.validator = validator;
        this.orders = orders;
    }

    @GetMapping("/menu")
    List<Menu.Dish> menu() {
        return Menu.DISHES;
    }

    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Order place(@RequestBody JsonNode sent) throws BindException, JsonProcessingException { // received
        NewOrder order = validated(sent); // validated
        long id = orders.save(order); // saved
        return existing(orders.find(id)); // confirmed: with what was saved, not with what was sent
    }

    @GetMapping("/orders")
    List<Order> list() {
        return orders.all();
    }

    @GetMapping("/orders/{id}")
    Order read(@PathVariable long id) {
        return existing(orders.find(id));
    }

    private NewOrder validated(JsonNode sent) throws BindException, JsonProcessingException {
        if (!sent.isObject()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "An order is a JSON object.");
        }
        MapBindingResult mistakes = new MapBindingResult(Map.of(), "order");
        validator.validate(sent, mistakes);
        if (mistakes.hasErrors()) {
            throw new BindException(mistakes);
        }
        return json.treeToValue(sent, NewOrder.class); // only now: all its fields are known to fit
    }

    private static Order existing(Optional<Order> found) {
        return found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such order."));
    }
}
