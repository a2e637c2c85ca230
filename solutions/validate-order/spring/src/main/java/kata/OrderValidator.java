package kata;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;

/**
 * What an order may be. It looks at the JSON itself, before that becomes an object of a class: Jackson would stop there at
 * the first field of the wrong kind, and an order has many. Errors collects them, so that one mistake never hides another.
 */
@Component
class OrderValidator implements Validator {

    private static final Set<String> ORDER_FIELDS = Set.of("customer", "note", "items");
    private static final Set<String> ITEM_FIELDS = Set.of("sku", "quantity");

    @Override
    public boolean supports(Class<?> type) {
        return JsonNode.class.isAssignableFrom(type);
    }

    @Override
    public void validate(Object target, Errors errors) {
        JsonNode order = (JsonNode) target;
        checkNames(order, ORDER_FIELDS, errors);
        checkText(order, "customer", 1, 100, errors);
        if (order.has("note")) {
            checkText(order, "note", 0, 200, errors);
        }
        checkItems(order.get("items"), errors);
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
                errors.pushNestedPath("items[" + i + "]"); // from here on "sku" stands for "items[0].sku"
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
        checkNames(item, ITEM_FIELDS, errors);
        checkText(item, "sku", 1, 40, errors);
        checkQuantity(item.get("quantity"), errors);
    }

    private void checkNames(JsonNode object, Set<String> known, Errors errors) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                errors.rejectValue(name, "unknown");
            }
        }
    }

    private void checkText(JsonNode object, String name, int shortest, int longest, Errors errors) {
        JsonNode value = object.get(name); // null only when it is not there: the null of JSON is a node, too
        if (value == null) {
            errors.rejectValue(name, "required");
        } else if (!value.isTextual()) {
            errors.rejectValue(name, "type");
        } else if (lengthOf(value) < shortest) {
            errors.rejectValue(name, "empty");
        } else if (lengthOf(value) > longest) {
            errors.rejectValue(name, "too_long");
        }
    }

    /** In characters: length() would count most emoji twice. */
    private int lengthOf(JsonNode text) {
        return text.textValue().codePointCount(0, text.textValue().length());
    }

    private void checkQuantity(JsonNode quantity, Errors errors) {
        if (quantity == null) {
            errors.rejectValue("quantity", "required");
        } else if (!quantity.isIntegralNumber()) { // "2", true and 2.5 are none
            errors.rejectValue("quantity", "type");
        } else if (!quantity.canConvertToInt() || quantity.intValue() < 1 || quantity.intValue() > 999) {
            errors.rejectValue("quantity", "range");
        }
    }
}
