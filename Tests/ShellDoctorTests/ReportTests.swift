import Nx1Events
import ShellOutput
import ShellText
import Testing

@testable import ShellDoctor

@Suite("The doctor's report")
struct ReportTests {
    private static let checks: [DoctorReport.Section] = [
        .init("Shell", [.ok("version", "nx1sh 0.2.0")]),
        .init(
            "Files",
            [
                .warning("history", "/h is open to other users.", advice: "chmod 600 /h"),
                .failure("tokens", "/t is a pipe, not a regular file.", advice: "Move it away."),
                .skipped("journal", "The shell folder can't be used."),
            ]),
    ]

    private func report(_ sections: [DoctorReport.Section] = checks) -> DoctorReport {
        DoctorReport(sections, covering: { $0 })
    }

    private func text(_ report: DoctorReport, columns: Int? = nil) -> String {
        DoctorLayout(report, on: columns.map { Page(isTerminal: true, columns: $0) } ?? .endless).rows.text
    }

    @Test("aligns states, names and details, with the advice below the detail")
    func layout() {
        #expect(
            text(report()) == """
                Shell
                  ok       version  nx1sh 0.2.0
                Files
                  warning  history  /h is open to other users.
                                    chmod 600 /h
                  failure  tokens   /t is a pipe, not a regular file.
                                    Move it away.
                  skipped  journal  The shell folder can't be used.

                """)
    }

    @Test("puts details on rows of their own in a narrow window, and never exceeds it")
    func narrow() {
        for columns in [2, 5, 10, 20, 40, 60, 80] {
            let rows = text(report(), columns: columns).split(separator: "\n")
            if columns >= 20 { #expect(rows.allSatisfy { $0.count <= columns }, "\(columns)") }
            #expect(!rows.isEmpty)
        }
        #expect(text(report(), columns: 20).hasPrefix("Shell\n  ok       version\n    nx1sh 0.2.0\n"))
    }

    @Test("concludes with the warnings unless something failed")
    func conclusion() {
        #expect(!text(report()).contains("warning:"))
        #expect(report().failures == ["tokens"])
        let warned = report([.init("Files", [.warning("shell_folder", "x"), .warning("history", "y")])])
        #expect(text(warned).hasSuffix("2 warnings: shell folder, history.\n"))
        #expect(text(report([.init("Shell", [.ok("version", "1")])])).hasSuffix("No problems found.\n"))
    }

    @Test("is a list of objects in JSON that all have the same keys")
    func json() throws {
        let list = try #require(report().json.array)
        #expect(list.count == 4)
        for check in list {
            #expect(check.object?.map(\.key) == ["section", "name", "state", "detail", "advice"])
        }
        #expect(list[0]["advice"] == .null)
        #expect(list.map { $0["state"]?.string } == ["ok", "warning", "failure", "skipped"])
    }

    @Test("covers secrets, and shows no control character and no second line")
    func hostile() {
        let hostile = DoctorReport(
            [.init("Shell", [.failure("x", "a sesame \u{1B}[2J\nb", advice: "sesame\u{7}")])],
            covering: { $0.replacing("sesame", with: "***") })
        #expect(hostile.sections[0].checks[0].detail == "a *** ^[[2J b")
        #expect(hostile.sections[0].checks[0].advice == "***^G")
    }
}
