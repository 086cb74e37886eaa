extension CrewTemplate {
    /// The initial templates: every kind of variable, shared and own templates, and two of the same name.
    static let samples = [lateOrders, myReport, sharedReport, stockCheck]

    /// The author of the shared ones.
    private static let colleague = "5d2f7a90-3c41-4b8e-9f06-6a1c2e8b7d15"

    private static let lateOrders = CrewTemplate(
        id: "0c5e3a52-7f1b-4f0e-8a35-2d9b61c47e01", name: "Late orders",
        description: "Finds orders that shipped late in one region, and why.",
        crew: CustomCrew(
            name: "Late orders",
            agents: [
                SampleAgent(
                    role: "Logistics Analyst for {region}", goal: "Find late orders",
                    backstory: "You know every warehouse.", tools: ["run_sql"]),
                SampleAgent(
                    role: "Report Writer", goal: "Explain the figures to managers",
                    backstory: "You write briefly.", tools: []),
            ],
            tasks: [
                SampleTask(
                    description: "Find the {limit} latest orders in {region} since {since}", agent: 0,
                    expectedOutput: "A table of at most {limit} orders"),
                SampleTask(
                    description: "Explain why orders in {region} are late, for {recipient}", agent: 1,
                    expectedOutput: "One page of Markdown"),
            ]),
        tags: ["logistics", "orders"], isShared: true, author: colleague,
        createdAt: "2026-09-01T08:00:00.000Z", updatedAt: "2026-10-12T09:30:00.000Z",
        variables: [
            DeclaredVariable(
                name: "region", label: "Region", description: "The sales region to look at", type: .choice,
                isRequired: true, choices: ["north", "south", "east", "west"], group: "Scope"),
            DeclaredVariable(
                name: "since", label: "Since", description: "The first day to look at", type: .date,
                default: "2026-01-01", group: "Scope"),
            DeclaredVariable(
                name: "limit", label: "Limit", description: "How many orders to list", type: .integer,
                default: 10, minimum: "1", maximum: "100", group: "Scope"),
            DeclaredVariable(
                name: "notify", label: "Notify somebody", description: "Whether the report has a recipient",
                type: .boolean, default: false, group: "Delivery"),
            DeclaredVariable(
                name: "recipient", label: "Recipient", description: "Who gets the report", type: .string,
                isRequired: true, minimumLength: 3, maximumLength: 60, group: "Delivery",
                showIf: .init(variable: "notify", value: true)),
        ])

    private static let myReport = report(
        id: "4b1d8c77-90e2-4c55-b6a4-f13a7d205e02", isShared: false, author: nil,
        description: "The monthly figures, in the sections you choose.",
        variables: [
            DeclaredVariable(
                name: "month", label: "Month", description: "The month, as YYYY-MM", type: .string,
                isRequired: true, minimumLength: 7, maximumLength: 7),
            DeclaredVariable(
                name: "sections", label: "Sections", description: "What the report covers", type: .list,
                default: ["sales"], choices: ["sales", "returns", "stock"], minimumLength: 1,
                maximumLength: 3),
        ])

    private static let sharedReport = report(
        id: "9e6f2b18-5a3d-47c9-8d70-c84b19ae6f03", isShared: true, author: colleague,
        description: "The monthly figures as the finance team wants them.",
        variables: [
            DeclaredVariable(
                name: "month", label: "Month", description: "The month, as YYYY-MM", type: .string,
                isRequired: true, minimumLength: 7, maximumLength: 7)
        ])

    private static func report(
        id: String, isShared: Bool, author: String?, description: String, variables: [DeclaredVariable]
    ) -> CrewTemplate {
        CrewTemplate(
            id: id, name: "Monthly report", description: description,
            crew: CustomCrew(
                name: "Monthly report",
                agents: [
                    SampleAgent(
                        role: "Financial Analyst", goal: "Report the month",
                        backstory: "You like exact figures.",
                        tools: ["run_sql", "read_report"])
                ],
                tasks: [
                    SampleTask(
                        description: variables.count > 1
                            ? "Report on {sections} in {month}" : "Report on {month}", agent: 0,
                        expectedOutput: "A report with a table for each section")
                ]),
            tags: ["finance"], isShared: isShared, author: author, createdAt: "2026-10-02T10:00:00.000Z",
            updatedAt: "2026-10-02T10:00:00.000Z", variables: variables)
    }

    private static let stockCheck = CrewTemplate(
        id: "e7a40f36-1d92-4e6b-a5c8-08b5f3d2c904", name: "Stock check",
        description: "Compares the stock in a warehouse with what the books say.",
        crew: CustomCrew(
            name: "Stock check",
            agents: [
                SampleAgent(
                    role: "Stock Auditor", goal: "Find differences above {threshold}",
                    backstory: "You count twice.", tools: ["count_stock"])
            ],
            tasks: [
                SampleTask(
                    description: "Compare the stock of {warehouse} with the books, in {mode} mode", agent: 0,
                    expectedOutput: "A list of differences above {threshold}")
            ]),
        tags: [], isShared: false, author: nil, createdAt: "2026-11-03T07:15:00.000Z",
        updatedAt: "2026-11-20T16:45:00.000Z",
        variables: [
            DeclaredVariable(
                name: "warehouse", label: "Warehouse", description: "The warehouse's code", type: .string,
                isRequired: true, minimumLength: 2, maximumLength: 8),
            DeclaredVariable(
                name: "threshold", label: "Threshold", description: "The share that may differ, from 0 to 1",
                type: .number, default: 0.05, minimum: "0", maximum: "1"),
            DeclaredVariable(
                name: "mode", label: "Mode", description: "How closely to look", type: .choice,
                default: "quick", choices: ["quick", "full"]),
            DeclaredVariable(
                name: "pin", label: "PIN",
                description: "The PIN of the warehouse's terminal, for the full mode",
                type: .string, isRequired: true, minimumLength: 4, maximumLength: 12, isSensitive: true,
                group: "Access", showIf: .init(variable: "mode", value: "full", isShort: true)),
            DeclaredVariable(
                name: "filters", label: "Filters", description: "Article attributes to compare by",
                type: .object, group: "Advanced"),
        ])
}

/// An agent of a sample.
private struct SampleAgent {
    let role: String
    let goal: String
    let backstory: String
    let tools: [String]
}

/// A task of a sample, with its agent's position.
private struct SampleTask {
    let description: String
    let agent: Int
    let expectedOutput: String
}

extension CustomCrew {
    fileprivate init(name: String, agents: [SampleAgent], tasks: [SampleTask]) {
        let config: JSON = [
            "agents": .array(
                agents.map {
                    [
                        "role": .string($0.role), "goal": .string($0.goal),
                        "backstory": .string($0.backstory), "verbose": false, "allow_delegation": false,
                        "tools": .array($0.tools.map { .string($0) }), "use_default_mcps": true,
                    ]
                }),
            "tasks": .array(
                tasks.map {
                    [
                        "description": .string($0.description),
                        "agent_index": .number(literal: String($0.agent)),
                        "expected_output": .string($0.expectedOutput), "tools": [],
                    ]
                }), "process": "sequential", "verbose": false,
        ]
        self.init(
            name: name,
            tasks: tasks.map {
                CustomCrew.Task(
                    agentRole: agents[$0.agent].role, description: $0.description,
                    expectedOutput: $0.expectedOutput, tools: agents[$0.agent].tools)
            },
            source: config.bytes)
    }
}
