import Nx1Client
import TestSupport
import Testing

@testable import ShellOutput

@Suite("The queries of a run as a script")
struct QueryScriptTests {
    private static func tool(
        _ arguments: JSONValue, began: Int64? = nil, state: RunStep.State = .done, error: String? = nil
    ) -> RunStep {
        var step = RunStep(id: "\(arguments.serialized())", kind: .tool, name: "run_sql", state: state)
        (step.arguments, step.began, step.error) = (arguments, began, error)
        return step
    }

    @Test("The script has the queries of real crews", arguments: [Recording.twoAgents, .toolError])
    func recordings(_ recording: Recording) throws {
        var run = RunSteps()
        for event in try recording.events() { run.add(event, at: .zero) }
        let query = """
            SELECT date_trunc('month', o.ordered_at) AS month, count(*) AS late
            FROM sales.orders o JOIN sales.shipments s ON s.order_id = o.id
            WHERE s.shipped_at > o.promised_at
            GROUP BY 1 ORDER BY 1;
            """
        let failed = """
            -- failed: relation "boom" does not exist
            SELECT * FROM boom;
            """
        #expect(
            QueryScript(run.steps).text
                == (recording.name == Recording.twoAgents.name ? query : failed + "\n\n" + query))
    }

    @Test("Queries are sorted by their start times, if all are known")
    func order() {
        let late = Self.tool(["query": "SELECT 2"], began: 20)
        let early = Self.tool(["sql": "SELECT 1;\n\n"], began: 10)
        #expect(QueryScript([late, early]).text == "SELECT 1;\n\nSELECT 2;")
        #expect(QueryScript([late, Self.tool(["q": "SELECT 3"])]).text == "SELECT 2;\n\nSELECT 3;")
    }

    @Test("An error can't add a row that a database client would run")
    func errors() {
        let failed = Self.tool("SELECT x", state: .failed, error: "no x\nDROP TABLE orders;\r\nDROP")
        #expect(QueryScript([failed]).text == "-- failed: no x DROP TABLE orders; DROP\nSELECT x;")
    }

    @Test("A truncated query is commented out")
    func cut() {
        var step = Self.tool(["query": "DELETE FROM orders\nWHERE id = …"])
        step.isCut = true
        #expect(
            QueryScript([step]).text == """
                -- truncated: too long to store:
                -- DELETE FROM orders
                -- WHERE id = …
                """)
    }

    @Test("Arguments that aren't queries are left out")
    func others() {
        let steps = [
            Self.tool(["pattern": "%order%"]), Self.tool(["query": "orders shipped late"]), Self.tool(3),
            Self.tool(["query": "select"]), RunStep(id: "m", kind: .message, name: "SELECT 1", state: .done),
        ]
        #expect(QueryScript(steps).isEmpty)
        #expect(QueryScript(steps).json == [])
    }
}
