package kata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * What an order may be. It looks at the JSON itself, before that becomes an object of a class: Jackson would stop there at
 * the first field of the wrong kind, and an order has many. Errors collects them, so that one mistake never hides another.
 */
@Component
class OrderValidator implements Validator {

    // JSON can spell half an emoji ("\ud83d"), UTF-8 cannot: such a text could neither be stored nor sent.
    private static final Pattern WELL_FORMED = Pattern.compile("\\P{Cs}*");

    @Override
    public boolean supports(Class<?> type) {
        return JsonNode.class.isAssignableFrom(type);
    }

    @Override
    public void validate(Object target, Errors errors) {
        JsonNode order = (JsonNode) target;
        checkCustomer(order.get("customer"), errors);
        checkItems(order.get("items"), errors);
    }

    // get() gives null only for what is not there: the null of JSON is a node, too.

    private void checkCustomer(JsonNode customer, Errors errors) {
        if (customer == null) {
            errors.rejectValue("customer", "required");
        } else if (!customer.isTextual() || !WELL_FORMED.matcher(customer.textValue()).matches()) {
            errors.rejectValue("customer", "type");
        } else if (customer.textValue().isEmpty()) {
            errors.rejectValue("customer", "empty");
        } else if (customer.textValue().codePoints().count() > 100) { // length() would count most emoji twice
            errors.rejectValue("customer", "too_long");
        }
    }

    private void checkItems(JsonNode items, Errors errors) {
        if (items == null) {
            errors.rejectValue("items", "required");
        } else if (!items.isArray()) {
            errors.rejectValue("items", "type");
        } else if (items.isEmpty()) {
            errors.rejectValue("items", "empty");
        } else {
            for (int i = 0; i < items.size(); i++) {
                errors.pushNestedPath("items[" + i + "]"); // from here on "dish" stands for "items[0].dish"
                checkItem(items.get(i), errors);
                errors.popNestedPath();
            }
        }
    }

    private void checkItem(JsonNode item, Errors errors) {
        if (!item.isObject()) {
            errors.rejectValue("", "type"); // the item itself
            return;
        }
        checkDish(item.get("dish"), errors);
        checkQuantity(item.get("quantity"), errors);
    }

    private void checkDish(JsonNode dish, Errors errors) {
        if (dish == null) {
            errors.rejectValue("dish", "required");
        } else if (!dish.isTextual()) {
            errors.rejectValue("dish", "type");
        } else if (Menu.find(dish.textValue()).isEmpty()) {
            errors.rejectValue("dish", "not_on_menu");
        }
    }

    private void checkQuantity(JsonNode quantity, Errors errors) {
        if (quantity == null) {
            errors.rejectValue("quantity", "required");
        } else if (!quantity.isIntegralNumber()) { // "2", true and 2.5 are none
            errors.rejectValue("quantity", "type");
        } else if (!quantity.canConvertToInt() || quantity.intValue() < 1 || quantity.intValue() > 99) {
            errors.rejectValue("quantity", "range");
        }
    }
}
