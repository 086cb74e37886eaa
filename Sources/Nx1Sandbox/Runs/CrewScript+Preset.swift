extension CrewScript {
    /// The script of the crew that a request names.
    init(_ crew: RunRequest.Crew) {
        switch crew {
        case .preset(let type): self.init(crew: type.rawValue, assignments: Self.assignments(type))
        case .custom(let crew): self.init(crew)
        }
    }

    /// Every task uses its tools once; a tool's finding says that nothing real was looked at.
    private init(_ crew: CustomCrew) {
        self.init(
            crew: "custom",
            assignments: crew.tasks.map { task in
                Assignment(
                    agent: task.agentRole, task: task.description,
                    toolUses: task.tools.map {
                        ToolUse(tool: $0, purpose: "Using \($0)", finding: "\($0) found made-up data")
                    })
            })
    }

    private static func assignments(_ type: CrewType) -> [Assignment] {
        switch type {
        case .ask:
            [
                Assignment(
                    agent: "Data Analyst", task: "Answer the question",
                    toolUses: [
                        ToolUse(
                            tool: "list_tables", purpose: "Looking for tables that can answer the question",
                            finding: "Found 3 tables: orders, shipments, customers"),
                        ToolUse(tool: "run_sql", purpose: "Counting by month", finding: "4 rows in 0.2 s"),
                    ])
            ]
        case .dataEngineering:
            [
                Assignment(
                    agent: "Data Engineer", task: "Write the pipeline",
                    toolUses: [
                        ToolUse(
                            tool: "inspect_schema", purpose: "Reading the schema of orders",
                            finding: "orders has 12 columns"),
                        ToolUse(
                            tool: "explain_sql", purpose: "Checking the query plan",
                            finding: "One scan, no sort"),
                    ])
            ]
        case .classification:
            [
                Assignment(
                    agent: "Classifier", task: "Choose the label",
                    toolUses: [
                        ToolUse(
                            tool: "score_labels", purpose: "Scoring the labels",
                            finding: "One label stands out")
                    ])
            ]
        case .dataSuggestion:
            [
                Assignment(
                    agent: "Data Steward", task: "Suggest data sets",
                    toolUses: [
                        ToolUse(
                            tool: "search_catalog", purpose: "Searching the catalog",
                            finding: "17 data sets match"),
                        ToolUse(
                            tool: "profile_dataset", purpose: "Profiling the best matches",
                            finding: "3 data sets are fresh and complete"),
                    ])
            ]
        case .semanticModel:
            [
                Assignment(
                    agent: "Data Modeler", task: "Find entities and measures",
                    toolUses: [
                        ToolUse(
                            tool: "inspect_schema", purpose: "Reading the schemas",
                            finding: "2 entities, 3 measures")
                    ]),
                Assignment(agent: "Model Reviewer", task: "Check the names", toolUses: []),
            ]
        }
    }
}
