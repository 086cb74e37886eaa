/// The agents, tasks and tool calls of a run, which its events report.
struct CrewScript: Sendable {
    /// A tool call: its purpose, arguments and output.
    struct ToolUse: Sendable {
        let tool: String
        let purpose: String
        /// A JSON object.
        let arguments: String
        let output: String
        /// The output in a few words.
        let finding: String
    }

    /// One agent's task.
    struct Assignment: Sendable {
        let agent: String
        let task: String
        let toolUses: [ToolUse]
        /// The result that the agent passes on; the last one's is the answer.
        let conclusion: String
    }

    /// The crew's name, as in `crew_type`.
    let crew: String
    let assignments: [Assignment]
}

extension CrewScript {
    /// The script of the requested crew, with its question filled in.
    init(_ request: RunRequest) {
        switch request.crew {
        case .preset(let type):
            self.init(
                crew: type.rawValue,
                assignments: Self.assignments(of: type, Self.beginning(of: request.question)))
        case .custom(let crew): self.init(crew)
        }
    }

    /// Every task calls each of its tools once; the findings say that the data is made up.
    private init(_ crew: CustomCrew) {
        self.init(
            crew: crew.name,
            assignments: crew.tasks.map { task in
                Assignment(
                    agent: task.agentRole, task: task.description,
                    toolUses: task.tools.map {
                        ToolUse(
                            tool: $0, purpose: "Using \($0)", arguments: "{}",
                            output: "\($0) found made-up data", finding: "\($0) found made-up data")
                    }, conclusion: "Made up by the Nx1 sandbox")
            })
    }

    /// The first line of a question, truncated because each event of a task repeats it.
    private static func beginning(of question: String) -> String {
        let line = question.prefix(200).split(whereSeparator: \.isNewline).first ?? "nothing"
        return line.endIndex == question.endIndex ? String(line) : line + "…"
    }

    private static func assignments(of type: CrewType, _ question: String) -> [Assignment] {
        switch type {
        case .ask: ask(question)
        case .dataEngineering: dataEngineering
        case .classification: classification
        case .dataSuggestion: dataSuggestion
        case .semanticModel: semanticModel
        }
    }

    private static func ask(_ question: String) -> [Assignment] {
        [
            Assignment(
                agent: "Data Analyst", task: "Find the figures for: \(question)",
                toolUses: [
                    ToolUse(
                        tool: "list_tables", purpose: "Which tables can answer the question?",
                        arguments: #"{"pattern": "%order%"}"#, output: "orders\nshipments\ncustomers",
                        finding: "Found 3 tables: orders, shipments, customers"),
                    ToolUse(
                        tool: "run_sql", purpose: "Counting by month", arguments: lateOrdersQuery,
                        output: lateOrders, finding: "4 rows in 0.2 s"),
                ], conclusion: "Jan 77, Feb 81, Mar 168, Apr 86; 412 of 9,860 in all"),
            Assignment(
                agent: "Report Writer", task: "Write the answer for a manager, in Markdown", toolUses: [],
                conclusion: ""),
        ]
    }

    private static let lateOrdersQuery =
        #"{"query": "SELECT date_trunc('month', o.ordered_at) AS month, count(*) AS orders,\n"#
        + #"       count(*) FILTER (WHERE s.shipped_at > o.promised_at) AS late\n"#
        + #"FROM sales.orders o\nJOIN logistics.shipments s ON s.order_id = o.id\n"#
        + #"GROUP BY 1\nORDER BY 1"}"#

    private static let lateOrders = """
        month      | orders | late
        -----------+--------+-----
        2026-01-01 | 2410   | 77
        2026-02-01 | 2206   | 81
        2026-03-01 | 2688   | 168
        2026-04-01 | 2556   | 86
        """

    private static let dataEngineering = [
        Assignment(
            agent: "Data Engineer", task: "Write the pipeline",
            toolUses: [
                ToolUse(
                    tool: "inspect_schema", purpose: "Reading the schema of orders",
                    arguments: #"{"table": "orders"}"#,
                    output:
                        #"[{"column": "id", "type": "bigint"}, {"column": "promised_at", "type": "date"}]"#,
                    finding: "orders has 2 columns that count"),
                ToolUse(
                    tool: "explain_sql", purpose: "Checking the query plan",
                    arguments:
                        #"{"query": "EXPLAIN SELECT order_date, count(*)\nFROM orders\nGROUP BY order_date"}"#,
                    output: "HashAggregate\n  Seq Scan on orders", finding: "One scan, no sort"),
            ], conclusion: "")
    ]

    private static let classification = [
        Assignment(
            agent: "Classifier", task: "Choose the label",
            toolUses: [
                ToolUse(
                    tool: "score_labels", purpose: "Scoring the labels", arguments: #"{"method": "margin"}"#,
                    output: "One label stands out", finding: "One label stands out")
            ], conclusion: "")
    ]

    private static let dataSuggestion = [
        Assignment(
            agent: "Data Steward", task: "Suggest data sets",
            toolUses: [
                ToolUse(
                    tool: "search_catalog", purpose: "Searching the catalog",
                    arguments: #"{"words": "orders shipments"}"#, output: "17 data sets match",
                    finding: "17 data sets match"),
                ToolUse(
                    tool: "profile_dataset", purpose: "Profiling the best matches",
                    arguments: #"{"datasets": ["sales.orders", "logistics.shipments", "crm.customers"]}"#,
                    output: "3 data sets are fresh and complete",
                    finding: "3 data sets are fresh and complete"),
            ], conclusion: "")
    ]

    private static let semanticModel = [
        Assignment(
            agent: "Data Modeler", task: "Find entities and measures",
            toolUses: [
                ToolUse(
                    tool: "inspect_schema", purpose: "Reading the schemas",
                    arguments: #"{"tables": ["orders", "shipments"]}"#, output: "2 entities, 3 measures",
                    finding: "2 entities, 3 measures")
            ], conclusion: "Entities: orders, shipments"),
        Assignment(agent: "Model Reviewer", task: "Check the names", toolUses: [], conclusion: ""),
    ]
}
