import Nx1Client
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let each = Command(
        name: "each", group: .asking, usage: "FILE LINE", summary: "runs LINE for each row of a table",
        details: """
            FILE is CSV or TSV with a header, JSON lines or JSON; @RUN (@%2, @last, @ID) is
            the table in an answer. LINE asks a crew: a text, :crew or :template. {column}
            in its text or in a value is replaced by the row's cell, and {column=text} has
            a default for empty cells. {{column}} is the text {column}.

            Cells are data: they are never read as a command, an item or a file.
            limit:={column} reads the cell as JSON. nx1sh -j N runs N rows in parallel.
            """,
        examples: [
            .init(":each regions.csv Which orders in {region} are late?", "one question per row"),
            .init(":each @%2 :crew ask limit:={limit=5} Which in {month}?", "inputs per row"),
        ],
        arguments: [.anyOf([.file, .run]), .line]
    ) { invocation, session in
        let words = ArgumentWord.words(of: invocation.arguments)
        guard let file = words.first, !file.text.isEmpty else {
            throw Complaint.usage(":each needs a file and a line.", advice: "`:help each` shows how.")
        }
        let rest = invocation.arguments[file.range.upperBound...].drop(while: \.isWhitespace)
        guard let content = Statement.Content(argument: String(rest)) else {
            throw Complaint.usage(
                ":each needs a line after the file.", advice: "`:help each` shows how.")
        }
        let isRun = !file.isQuoted && InputReference.isRun(file.text)
        let context = invocation.context
        let lines = RowLines(
            [Statement(line: 1, content: content)], forEachOf: isRun ? "@" + file.text : file.text,
            by: ":each")
        let ending = try await lines.run(in: session, from: context)
        if ending == .stopped, context.place.origin != .prompt { throw Leaving(isForced: true) }
        return .none
    }
}
