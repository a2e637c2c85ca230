import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SQLite file, opened by one thread for a while. */
final class Database implements AutoCloseable {

    // busy_timeout: a second writer waits for its turn (so many milliseconds) instead of failing.
    private static final String URL =
        "jdbc:sqlite:" + System.getenv("KATA_DATA") + "/data.db?busy_timeout=30000&foreign_keys=on";

    private final Connection connection;

    Database() throws SQLException {
        connection = DriverManager.getConnection(URL);
    }

    /** Run a statement and return the rows that it gives. The values go where its question marks are. */
    List<Map<String, Object>> rows(String sql, Object... values) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.execute()) {
                ResultSet found = statement.getResultSet();
                while (found.next()) {
                    rows.add(row(found));
                }
            }
        }
        return rows;
    }

    private static Map<String, Object> row(ResultSet found) throws SQLException {
        var columns = found.getMetaData();
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            row.put(columns.getColumnLabel(i), found.getObject(i));
        }
        return row;
    }

    /** From here on all statements belong together: until commit() they are as good as not done. */
    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Close the file. What was begun and not committed is undone. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
