"""The crews' tools, backed by a small in-memory SQLite database of orders and shipments."""

import datetime
import sqlite3
import threading
import time

from crewai.tools import BaseTool, tool

# (first day of the month, orders, orders shipped late)
MONTHS = (
    (datetime.date(2026, 1, 1), 2410, 77),
    (datetime.date(2026, 2, 1), 2206, 81),
    (datetime.date(2026, 3, 1), 2688, 168),
    (datetime.date(2026, 4, 1), 2556, 86),
)
CUSTOMERS = ("Acme", "Globex", "Initech", "Umbrella", "Wayne")


class Warehouse:
    """The database. Queries run one at a time, on any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(
            """
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL,
                                 ordered_at TEXT NOT NULL, promised_at TEXT NOT NULL);
            CREATE TABLE shipments (order_id INTEGER PRIMARY KEY, shipped_at TEXT NOT NULL);
            """
        )
        self._database.executemany("INSERT INTO customers (name) VALUES (?)", [(name,) for name in CUSTOMERS])
        for first_day, orders, late in MONTHS:
            self._add_month(first_day, orders, late)

    def _add_month(self, first_day: datetime.date, orders: int, late: int) -> None:
        start = self._database.execute("SELECT count(*) FROM orders").fetchone()[0]
        order_rows, shipment_rows = [], []
        for index in range(orders):
            number = start + index + 1
            ordered = first_day + datetime.timedelta(days=index % 28)
            promised = ordered + datetime.timedelta(days=5)
            shipped = promised + datetime.timedelta(days=2 if index < late else -2)
            order_rows.append((number, index % len(CUSTOMERS) + 1, ordered.isoformat(), promised.isoformat()))
            shipment_rows.append((number, shipped.isoformat()))
        self._database.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", order_rows)
        self._database.executemany("INSERT INTO shipments VALUES (?, ?)", shipment_rows)

    def tables(self, pattern: str) -> str:
        """The names of the tables that match a LIKE pattern, one per line."""
        with self._lock:
            rows = self._database.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE ? ORDER BY name", (pattern,)
            )
            return "\n".join(name for (name,) in rows)

    def query(self, sql: str) -> str:
        """The rows of a query as CSV with a header. Errors are worded as in PostgreSQL."""
        with self._lock:
            try:
                cursor = self._database.execute(sql)
            except sqlite3.OperationalError as error:
                raise ValueError(_postgres_message(str(error))) from None
            header = ",".join(column[0] for column in cursor.description or ())
            return "\n".join([header, *(",".join(map(str, row)) for row in cursor)])


def _postgres_message(message: str) -> str:
    missing = message.removeprefix("no such table: ")
    return message if missing == message else f'relation "{missing}" does not exist'


def make_tools(tool_ms: int) -> list[BaseTool]:
    """The tools `list_tables` and `run_sql`. Each query takes `tool_ms`, even if it fails."""
    warehouse = Warehouse()

    @tool("list_tables")
    def list_tables(pattern: str) -> str:
        """Lists the tables whose name matches a LIKE pattern."""
        return warehouse.tables(pattern)

    @tool("run_sql")
    def run_sql(query: str) -> str:
        """Runs a query against the warehouse and returns its rows as CSV."""
        time.sleep(tool_ms / 1000)
        return warehouse.query(query)

    return [list_tables, run_sql]
