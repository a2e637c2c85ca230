import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The orders in the database. */
final class Orders {

    // The total is not stored: it follows from the items, so the two cannot disagree.
    private static final String SELECT = """
        SELECT id, customer, (SELECT sum(price * quantity) FROM items WHERE order_id = orders.id) AS total FROM orders""";

    private final Database database;

    Orders(Database database) {
        this.database = database;
    }

    void createTables() throws SQLException {
        database.rows("CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT NOT NULL)");
        database.rows("""
            CREATE TABLE IF NOT EXISTS items (
                order_id INTEGER NOT NULL REFERENCES orders, position INTEGER NOT NULL,
                dish TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL,
                PRIMARY KEY (order_id, position)
            )""");
    }

    /** Save a valid order with its items, each at today's price, and return its id. After a kill there is all or nothing. */
    Object save(Map<String, Object> order) throws SQLException {
        database.begin();
        Object id = database
            .rows("INSERT INTO orders (customer) VALUES (?) RETURNING id", order.get("customer"))
            .get(0).get("id");
        int position = 0;
        for (Object each : (List<?>) order.get("items")) {
            Map<?, ?> item = (Map<?, ?>) each;
            database.rows(
                "INSERT INTO items (order_id, position, dish, quantity, price) VALUES (?, ?, ?, ?, ?)",
                id, position++, item.get("dish"), item.get("quantity"), Menu.PRICES.get(item.get("dish")));
        }
        database.commit();
        return id;
    }

    List<Map<String, Object>> all() throws SQLException {
        return withItems(database.rows(SELECT + " ORDER BY id"));
    }

    /** The order of this id in a list; an empty list when there is none. */
    List<Map<String, Object>> find(Object id) throws SQLException {
        return withItems(database.rows(SELECT + " WHERE id = ?", id));
    }

    private List<Map<String, Object>> withItems(List<Map<String, Object>> orders) throws SQLException {
        for (Map<String, Object> order : orders) {
            order.put("items", database.rows(
                "SELECT dish, quantity, price FROM items WHERE order_id = ? ORDER BY position", order.get("id")));
        }
        return orders;
    }
}
