import Nx1Events
import ShellInput
import ShellOutput
import ShellSession
import TypedRequests

extension Command {
    static let attach = Command(
        name: "attach", group: .asking, usage: "[FILE|RUN…] [--clear]",
        summary: "attaches files or answers to the next question",
        details: """
            Each is added after the question as quoted text. A run (%2, last, an id) stands
            for its answer; a file named %2 is ./%2. Without arguments, it lists what is
            attached; --clear removes everything. On the command line, use --attach FILE.
            """,
        examples: [
            .init(":attach late.csv", "sends the file with the next question"),
            .init(":attach %1 %2", "sends the answers of these runs"),
        ],
        arguments: [.anyOf([.run, .file])],
        shows: .whenAlone
    ) { invocation, session in
        var words = invocation.words
        if words.takeFlag("--clear") {
            try words.end(of: "attach")
            session.attachments = []
            return .none
        }
        var added: [PendingAttachment] = []
        while let name = words.next() {
            added.append(try await session.attachment(named: name, for: invocation.line))
        }
        try words.end(of: "attach")
        guard added.isEmpty else {
            session.attachments += added
            let names = session.attachments.map(\.summary).joined(separator: ", ")
            invocation.console.note("Attached to the next question: \(names).")
            return .none
        }
        if session.attachments.isEmpty { invocation.console.note("Nothing is attached.") }
        return .table(
            columns: ["attached", "bytes"],
            rows: session.attachments.map { [.string($0.name), .number(JSONNumber($0.size))] })
    }
}

extension Session {
    /// The file or the answer named `name`.
    fileprivate func attachment(named name: String, for line: LineRuns) async throws -> PendingAttachment {
        if InputReference.isRun(name) { return try await line.attachment(ofRun: name) }
        do {
            return try PendingAttachment(file: name, from: requests.files)
        } catch let error as InputFileError where error.isMissing && InputReference.mayBeID(name) {
            return try await line.attachment(ofRun: name)
        }
    }
}
