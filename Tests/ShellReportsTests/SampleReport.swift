import Nx1Events
import ShellReports

/// A report with every kind of content, some of it hostile.
enum SampleReport {
    static let moment = ReportMoment(local: "2026-11-25 09:15", timestamp: "2026-11-25T08:15:00.000Z")

    static let report = Report(
        title: "Late orders, week 47", made: moment, entries: [late, hostile, failed, working])

    private static func entry(_ number: Int, _ outcome: ReportEntry.Outcome) -> ReportEntry {
        ReportEntry(
            correlationID: "0197f3a2-5c3e-7b1a-9d20-6f1c3f7a000\(number)", began: moment, outcome: outcome)
    }

    static var late: ReportEntry {
        var entry = entry(
            1,
            .answered(
                """
                # Late orders

                Of **2,410** orders, *77* shipped late. See [the dashboard](https://example.com/late?week=47).

                | Carrier | Orders | Late | Share |
                |---|---|---|---|
                | North | 1,204 | 12 | 1.0 % |
                | Übersee & Söhne | 1,206 | 65 | 5.4 % |

                1. Ask `North` for its plan
                2. Watch:
                   - [x] week 46
                   - [ ] week 47

                ```sql
                SELECT carrier, count(*) FROM orders WHERE shipped > due GROUP BY carrier;
                ```

                > Only what had shipped by Sunday counts.
                """))
        entry.question = "Which carriers ship late?"
        entry.crew = "ask"
        entry.took = .milliseconds(2140)
        entry.tokens = TokenUsage(["total_tokens": 3632])
        entry.inputs = [
            .init(name: "region", text: "north"), .init(name: "limits", text: "{\"days\": 7}"),
            .init(name: "notes", text: String(repeating: "Week 47 was short.\n", count: 20)),
        ]
        entry.steps = steps
        entry.pictures = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120"><rect width="320" height="120" fill="#fff"/>\
            <rect x="80" y="20" width="40" height="24" fill="#36c"/><rect x="80" y="60" width="200" height="24" fill="#36c"/>\
            <text x="4" y="38" font-size="14">North</text><text x="4" y="78" font-size="14">Übersee</text></svg>
            """
        ]
        return entry
    }

    static let steps: [RunStep] = {
        var task = RunStep(id: "t", kind: .task, name: "Find the figures", state: .done)
        task.duration = .milliseconds(1700)
        task.output = "North 12, Übersee 65"
        var agent = RunStep(id: "a", kind: .agent, name: "Data Analyst", state: .done)
        (agent.parent, agent.depth) = ("t", 1)
        var tables = RunStep(id: "l", kind: .tool, name: "list_tables", state: .done)
        (tables.parent, tables.depth, tables.duration) = ("a", 2, .milliseconds(120))
        tables.arguments = ["pattern": "%", "schema": "public"]
        tables.output = "customers\norders\nshipments"
        var query = RunStep(id: "q", kind: .tool, name: "run_sql", state: .done)
        (query.parent, query.depth, query.duration) = ("a", 2, .milliseconds(530))
        query.arguments = ["query": "SELECT carrier, count(*) AS late\nFROM orders\nWHERE shipped > due"]
        query.output = "carrier,late\nNorth,12\nÜbersee,65"
        var broken = RunStep(id: "b", kind: .tool, name: "run_sql", state: .failed)
        (broken.parent, broken.depth, broken.attempts) = ("a", 2, 2)
        broken.arguments = ["query": "SELECT * FROM boom"]
        broken.error = "relation \"boom\" does not exist"
        broken.failures = ["timeout"]
        return [task, agent, tables, query, broken]
    }()

    static var hostile: ReportEntry {
        var entry = entry(2, .answered(.string(HostileText.markdown)))
        entry.question = "What about <script>alert('question')</script>?\n\nAnd \"this\" & \u{202E}that?"
        entry.crew = "ask\"><img src=x>"
        entry.inputs = [.init(name: "</dl><script>", text: "'\"><svg onload=alert(1)>")]
        var step = RunStep(id: "s", kind: .tool, name: "</details><script>alert(5)</script>", state: .done)
        step.arguments = ["html": "</style></details><script>alert(6)</script>"]
        step.output = [["a": "<b>bold</b>", "n": 1], ["a": "</table>", "n": 20]]
        entry.steps = [step]
        entry.pictures = ["<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(7)</script></svg>"]
        return entry
    }

    static var failed: ReportEntry {
        var entry = entry(3, .failed("The run failed: ValueError: no such <table>"))
        entry.question = "كم عدد الطلبات المتأخرة؟"
        entry.crew = "data_engineering"
        return entry
    }

    static var working: ReportEntry { entry(4, .working) }
}

/// Text that tries to break out of a document.
enum HostileText {
    static let snippets = [
        "<script>alert(1)</script>", "</title></style></head><body onload=\"x\">", "\" onclick=\"x",
        "' onclick='x",
        "</details></article></main>", "<!-- ", "]]>", "&lt;b&gt;", "```\n</details>", "~~~\n<b>",
        "<img src=x onerror=y>",
        "a\u{7}b\u{1B}[31m\u{202E}c\r\nd", "[x](javascript:y)", "![x](https://example.com/x.png)",
        "| a | b |\n|---|---|\n| <b> | |",
        "`<b>`` `<i>", "    <b>indented</b>", "> <b>", "- <b>", "# <b>", "a\\<b>", "\\`<b>\\`", "<details>",
        "`", "``<b>",
    ]

    static let markdown = """
        <script>alert(1)</script>

        <img src=x onerror=alert(2)> and <b>bold</b> inline, </section></style></title>

        [click](javascript:alert(3)) [data](data:text/html;base64,PHNjcmlwdD4=) ![picture](https://example.com/x.png)
        [https://bank.example](https://evil.example) <https://example.com/"onmouseover="alert(4)>

        | a | b |
        |---|--:|
        | <script>alert(8)</script> | `</code></pre>` |

        Bell \u{7} escape \u{1B}[31m override \u{202E}txet\u{202C} nul \u{0} end

        ````html" onclick="alert(9)
        ```
        </code></pre><script>alert(10)</script>
        ````

        # Heading <i>one</i>

        ```unclosed
        <script>alert(11)</script>
        """
}
