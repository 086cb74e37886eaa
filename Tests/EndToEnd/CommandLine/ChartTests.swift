import Nx1Client
import TestSupport
import Testing

@Suite("Charts of answers")
struct ChartTests {
    private static let question = "How many orders shipped late?"

    @Test(":chart draws the table of the last answer, and reports its choice on stderr")
    func chart() async throws {
        try await withShellOnSandbox { shell in
            let outcome = try await shell.run("-o", "text", "-c", Self.question, "-c", ":chart")
            #expect(
                outcome.output.hasSuffix(
                    """
                    Shipped late by Month
                    January   77 │██████████████████████████████▎
                    February  81 │███████████████████████████████▉
                    March    168 │██████████████████████████████████████████████████████████████████
                    April     86 │█████████████████████████████████▊
                                 └───────────────────┬──────────────────┬───────────────────┬───────
                                 0                  50                 100                 150

                    """), "\(outcome.output)")
            #expect(
                outcome.errors
                    == "Bars of `Shipped late` by `Month`. Other numeric columns: `Orders` and `Share`.\n")
            #expect(outcome.status == 0)
        }
    }

    @Test(":chart draws the given columns, in ASCII if the locale requires it, and as data")
    func named() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                let ascii = try await shell.run(
                    ["-c", Self.question, "-c", ":chart %1 orders late --x month --kind bar"],
                    adding: ["LC_ALL": "C"], home: home)
                let rows = ascii.output.split(separator: "\n").suffix(12)
                #expect(rows.first == "Orders, Shipped late by Month")
                #expect(rows.dropFirst().first == "# Orders  = Shipped late")
                #expect(rows.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
                #expect(ascii.errors == "")
                let data = try #require(
                    try await shell.run(["-q", "-o", "json", ":chart share --top 2"], home: home).records()
                        .first)
                #expect(data["columns"] == ["Month", "Share"])
                #expect(data["data"] == [["March", 6.3], ["February", 3.7]])
                #expect(data["kind"] == "bar")
                #expect(data["remarks"] == ["Only the 2 largest of 4 rows by `Share` are drawn."])
                let table = try await shell.run(["-q", "-o", "csv", ":chart last orders"], home: home)
                #expect(
                    table.output
                        == "Month,Orders\r\nJanuary,2410\r\nFebruary,2206\r\nMarch,2688\r\nApril,2556\r\n")
            }
        }
    }

    @Test(":save FILE.svg writes the last chart of a run, or a default chart, as a picture")
    func picture() async throws {
        try await withTemporaryFolder { folder in
            try await withShellOnSandbox { shell in
                let outcome = try await shell.run(
                    "-c", Self.question, "-c", ":save \(folder)/chosen.svg", "-c",
                    ":chart Orders --kind line",
                    "-c", ":save \(folder)/last.svg %1", "-c", ":save \(folder)/text.svg -o text")
                #expect(outcome.status == 0, "\(outcome.errors)")
                let chosen = try TemporaryFolder.read("\(folder)/chosen.svg")
                #expect(chosen.contains("<title>Shipped late by Month</title>"))
                #expect(chosen.ranges(of: "<rect class=\"nx1-fill-0\"").count == 4)
                let last = try TemporaryFolder.read("\(folder)/last.svg")
                #expect(last.contains("<title>Orders by Month</title>") && last.contains("<path "))
                #expect(try TemporaryFolder.read("\(folder)/text.svg").hasPrefix("## Late orders"))
            }
        }
    }

    @Test("An invalid chart is rejected with a reason and exit status 2")
    func refusals() async throws {
        try await withTemporaryFolder { home in
            try await withShellOnSandbox { shell in
                _ = try await shell.run([Self.question], home: home)
                let columns = "`Month`, `Orders`, `Shipped late` and `Share`"
                let refusals = [
                    (":chart nope", "The table has no column \"nope\". Its columns are \(columns)."),
                    (
                        ":chart --kind pie",
                        "Unknown chart kind \"pie\". The kinds are bar, line, scatter and histogram."
                    ),
                    (":chart --top 0", "--top must be a whole number above zero, not \"0\"."),
                    (":chart --top", "--top needs a value."),
                    (":chart last:2", "The answer has no table 2, only one."),
                    (":chart --pie", "Unknown option \"--pie\" for :chart. `:help chart` shows its usage."),
                    (":chart %7", "This session has no run %7"),
                    (
                        ":save \(home)/x.svg nope",
                        "\"nope\" isn't a run. RUN is last, %N or a correlation id."
                    ),
                ]
                for (line, message) in refusals {
                    let outcome = try await shell.run([line], home: home)
                    #expect(outcome.errors.hasPrefix("nx1sh: " + message), "\(line): \(outcome.errors)")
                    #expect(outcome.status == 2 && outcome.output == "", "\(line)")
                }
                let zero = try await shell.run(
                    ["-c", ":set result=\"|a|b|\\n|-|-|\\n|x|0|\"", "-c", "Zero?", "-c", ":chart --log"],
                    home: home)
                #expect(zero.status == 2, "\(zero.errors)")
                let none = try await shell.run(
                    ["-c", ":crew data_engineering Build it", "-c", ":chart"], home: home)
                #expect(none.errors == "nx1sh: -c 2: The answer has no table to draw.\n")
                #expect(none.status == 2)
            }
        }
    }

    @Test("A chart is as wide as the window, and coloured there")
    func window() async throws {
        for columns in [40, 120] {
            try await withConversation(columns: columns) { conversation in
                try await conversation.ask(Self.question, asRun: 1)
                try await conversation.clear()
                try await conversation.enter(":chart", showing: "Shipped late by Month")
                let rows = try await conversation.terminal.screen()
                #expect(rows.contains { $0.hasPrefix("March    168 │███") && $0.count == columns }, "\(rows)")
            }
        }
    }
}
