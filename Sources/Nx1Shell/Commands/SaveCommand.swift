import OutputDestinations
import ShellInput
import ShellOutput
import ShellSession
import ShellText

extension Command {
    static let save = Command(
        name: "save", group: .runs, usage: "FILE [RUN] [-o FORMAT] [--force]",
        summary: "writes a run's answer to a file",
        details: """
            FILE's extension selects the format: csv, tsv, json, jsonl or html. Any other
            file gets the answer as text. A FILE.svg gets a picture of the run's last chart,
            or of the one that :chart would draw. -o takes precedence over the extension.

            Missing folders are created. --force replaces an existing file.
            """,
        examples: [
            .init(":save late.md", "the last answer"),
            .init(":save late.csv %2", "the table of run %2 as CSV"),
            .init(":save late.svg", "the last chart as a picture"),
        ],
        arguments: [.file, .run, .words(["--force"])], shows: .elsewhere
    ) { invocation, session in
        var words = invocation.words
        let isForced = words.takeFlag("--force")
        guard let path = words.next() else {
            throw Complaint.usage(":save needs a file.", advice: "`:help save` shows how.")
        }
        let name = words.next() ?? "last"
        try words.end(of: "save")
        let bytes: [UInt8]
        if path.lowercased().hasSuffix(".svg"), invocation.format == nil {
            bytes = Array(try await session.picture(of: name, in: invocation.line).utf8)
        } else {
            let report = try await invocation.line.report(on: name)
            guard let shown = try (invocation.format ?? .suggested(by: path)).run(report, .endless) else {
                return .none
            }
            bytes = shown.inPipe
        }
        let full =
            path.hasPrefix("~/")
            ? (invocation.line.surroundings.environment["HOME"] ?? "") + path.dropFirst() : path
        let folders = try AnswerFile(path: full).write(bytes, over: isForced)
        invocation.console.note(
            "Saved to \(path)."
                + (folders.isEmpty
                    ? "" : " New folder\(folders.count > 1 ? "s" : ""): \(folders.joined(separator: ", ")).")
        )
        return .none
    }
}

extension OutputFormat {
    /// The format that a file's extension names; text for any other.
    fileprivate static func suggested(by path: String) -> OutputFormat {
        let ending = path.split(separator: ".").last?.lowercased() ?? ""
        let name = ["htm": "html", "ndjson": "jsonl"][ending] ?? ending
        guard ["csv", "tsv", "json", "jsonl", "html"].contains(name) else { return .text }
        return named(name) ?? .text
    }
}
