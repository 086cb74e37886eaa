package import Nx1Events
package import ShellOutput
import ShellText

/// All checks, section by section.
package struct DoctorReport: Sendable, Hashable {
    /// Checks that belong together.
    package struct Section: Sendable, Hashable {
        /// The title.
        package let title: String
        package let checks: [Check]

        package init(_ title: String, _ checks: [Check]) {
            self.title = title
            self.checks = checks
        }
    }

    package let sections: [Section]
    /// Whether all checks were finished.
    package let isComplete: Bool

    /// - Parameter cover: masks secrets in every text.
    package init(_ sections: [Section], isComplete: Bool = true, covering cover: (String) -> String) {
        self.isComplete = isComplete
        func line(_ text: String) -> String { OneLine(cover(text), limit: Self.longest).text }
        self.sections = sections.map { section in
            Section(
                section.title,
                section.checks.map {
                    Check($0.name, $0.state, line($0.detail), advice: $0.advice.map(line))
                })
        }
    }

    /// Longer texts are truncated.
    private static let longest = 1000

    /// The names of the checks that failed.
    package var failures: [String] { names(of: .failure) }

    private func names(of state: Check.State) -> [String] {
        sections.flatMap(\.checks).filter { $0.state == state }.map(\.title)
    }

    /// The last line if nothing failed.
    var conclusion: String {
        let warnings = names(of: .warning)
        return warnings.isEmpty
            ? "No problems found."
            : "\(warnings.count.counted("warning")): \(warnings.joined(separator: ", "))."
    }

    /// A list with one object per check. Every object has all keys.
    package var json: JSONValue {
        .array(
            sections.flatMap { section in
                section.checks.map { check in
                    [
                        "section": .string(section.title.lowercased()),
                        "name": .string(check.name),
                        "state": .string(check.state.rawValue),
                        "detail": .string(check.detail),
                        "advice": check.advice.map(JSONValue.string) ?? .null,
                    ]
                }
            })
    }

    /// One row per check.
    var table: ResultTable {
        ResultTable(
            columns: ["section", "name", "state", "detail", "advice"],
            rows: sections.flatMap { section in
                section.checks.map { check in
                    [
                        .string(section.title.lowercased()), .string(check.name),
                        .string(check.state.rawValue), .string(check.detail),
                        check.advice.map(JSONValue.string) ?? .null,
                    ]
                }
            })
    }
}

extension Check {
    /// The name as people read it.
    var title: String { name.replacing("_", with: " ") }
}

extension Reply {
    /// The checks as a document.
    package init(_ report: DoctorReport) {
        self = .document(
            Document(
                rows: { DoctorLayout(report, on: $0).rows },
                text: { String(DoctorLayout(report, on: .endless).rows.text.dropLast()) },
                data: report.json, table: report.table))
    }
}
