import Nx1Events
import ShellText

/// The arguments and the outcome of a step, in full: queries and JSON coloured, tables laid out.
struct StepDetails {
    /// The rows, each ended with a newline.
    private(set) var rows = StyledText()

    /// The parts of a step to show.
    struct Parts: OptionSet, Hashable, Sendable {
        let rawValue: Int

        static let arguments = Parts(rawValue: 1 << 0)
        static let output = Parts(rawValue: 1 << 1)
        static let note = Parts(rawValue: 1 << 2)
        static let failure = Parts(rawValue: 1 << 3)
        static let all: Parts = [.note, .arguments, .output, .failure]
    }

    /// - Parameter page: the page, with its columns reduced by the indentation.
    init(_ step: RunStep, _ parts: Parts = .all, on page: Page) {
        if parts.contains(.note), let note = step.note, step.kind != .message {
            append(StyledText(note), on: page)
        }
        if parts.contains(.arguments), let arguments = step.arguments {
            append(Self.arguments(arguments), on: page)
        }
        if parts.contains(.output), let output = step.output, let found = StepOutput(of: step) {
            if let table = found.table {
                rows.append(TableLayout(Table(table), columns: page.columns).rows)
            } else if !found.text.isEmpty {
                let isJSON = output.string == nil
                append(
                    isJSON ? CodeColoring.colored(found.text, in: .json) : StyledText(found.text), on: page)
            }
        }
        guard parts.contains(.failure) else { return }
        for failure in Self.reasons(of: step) { append(StyledText(failure, Look(color: .red)), on: page) }
        if let error = step.error { append(StyledText(error, Look(color: .red)), on: page) }
        if step.isCut { append(StyledText("(truncated: too long to store)", .dim), on: page) }
    }

    /// Returns why earlier attempts failed, unless the last one failed for the same reason. Equal reasons are combined.
    static func reasons(of step: RunStep) -> [String] {
        let first = step.attempts - step.failures.count
        var groups: [(tries: ClosedRange<Int>, reason: String)] = []
        for (index, reason) in step.failures.enumerated() {
            let attempt = first + index
            if let last = groups.last, last.reason == reason {
                groups[groups.count - 1].tries = last.tries.lowerBound...attempt
            } else {
                groups.append((attempt...attempt, reason))
            }
        }
        return groups.filter { $0.reason != step.error }.map { tries, reason in
            let which =
                tries.count == 1 ? "try \(tries.lowerBound)" : "tries \(tries.lowerBound)–\(tries.upperBound)"
            return "\(which): \(reason)"
        }
    }

    private static func arguments(_ arguments: JSONValue) -> StyledText {
        let found = ToolArguments(arguments)
        if let query = found.query { return CodeColoring.colored(query, language: "sql") }
        if let text = arguments.string ?? found.named { return StyledText(text) }
        return CodeColoring.colored(arguments.serialized(.indented), in: .json)
    }

    private mutating func append(_ text: StyledText, on page: Page) {
        rows.appendRows(of: text, columns: page.columns ?? .max)
    }
}
