import Nx1Values
import ShellText

extension OutputFormat {
    /// The fenced code blocks of an answer: all of them, those in one language, or one by its number.
    public static let code: OutputFormat = {
        var format = code(named: "code") { $0.code }
        format.part = { text throws(Complaint) in
            guard let number = Int(text) else {
                guard !text.isEmpty else {
                    throw .usage(
                        "code: needs a language or a number.", advice: "Use code:sql or code:2, for example.")
                }
                return code(named: "code:\(text)") { (parts) throws(Complaint) in
                    let blocks = parts.code(in: text)
                    guard !blocks.isEmpty || parts.code.isEmpty else {
                        throw .usage(
                            "The answer has no code in \(text). Its code blocks: \(languages(of: parts)).")
                    }
                    return blocks
                }
            }
            guard number > 0 else {
                throw .usage(
                    "Invalid block number in code:\(text).",
                    advice: "Code blocks are numbered from 1, as in code:1.")
            }
            return code(named: "code:\(number)") { (parts) throws(Complaint) in
                guard number <= parts.code.count || parts.code.isEmpty else {
                    throw .usage(
                        "The answer has no code block \(number), only \(parts.code.count.counted("block")).")
                }
                return Array(parts.code.dropFirst(number - 1).prefix(1))
            }
        }
        return format
    }()

    private static func code(
        named name: String,
        _ choose: @escaping @Sendable (AnswerParts) throws(Complaint) -> [AnswerParts.CodeBlock]
    ) -> OutputFormat {
        OutputFormat(
            name: name, summary: "the code blocks of an answer",
            run: { (report, _) throws(Complaint) in
                guard let answer = report.answer else { return nil }
                let blocks = try choose(AnswerParts(answer.answer))
                guard !blocks.isEmpty else { throw .usage("The answer has no code block.") }
                return .text(blocks.map(\.text).joined(separator: "\n\n"))
            },
            reply: { reply, _ in reply.text.map { .text($0) } })
    }

    private static func languages(of parts: AnswerParts) -> String {
        let names = parts.code.map { $0.language.isEmpty ? "no language" : $0.language }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }.prefix(8).map(VisibleText.visibleLine)
            .joined(separator: ", ")
    }
}
