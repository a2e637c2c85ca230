package kata;

import java.util.List;
import java.util.Optional;

/** What there is to eat, and what it costs: in whole cents, since 12.95 has no exact form in binary. */
final class Menu {

    record Dish(String dish, int price) {}

    static final List<Dish> DISHES = List.of(
        new Dish("margherita", 895),
        new Dish("ramen", 1295),
        new Dish("gyoza", 435),
        new Dish("mochi", 535),
        new Dish("tea", 205));

    static Optional<Dish> find(String name) {
        return DISHES.stream().filter(dish -> dish.dish().equals(name)).findFirst();
    }

    private Menu() {}
}
