package import LocatedValues
import Nx1Events
import ShellInput

extension SavedQuestion {
    /// Parses a question's file: optional front matter between two `---` lines, then the text.
    /// - Parameters:
    ///   - source: the content of the file.
    ///   - name: the name of the file, without its ending.
    ///   - path: the path of the file, for messages.
    /// - Throws: ``SourceProblem``.
    package init(parsing source: String, name: String, path: String) throws(SourceProblem) {
        let file = QuestionSource(source)
        guard file.isClosed else {
            throw SourceProblem(
                "The front matter isn't closed. Add a line `---` before the text.",
                at: SourcePlace(file: path, line: 1))
        }
        let settings = try FrontMatter(file.frontMatter, path: path)
        self.init(name: name, text: file.text, path: path, lines: settings.lines)
        summary = settings.summary
        target = settings.target
        inputs = settings.inputs
        format = settings.format
        if text.source.isEmpty, target == nil {
            throw SourceProblem(
                "The question has no text.", at: SourcePlace(file: path, line: file.textLine))
        }
    }
}

/// The two parts of a question's file.
private struct QuestionSource {
    /// The settings; empty if there are none.
    let frontMatter: String
    let text: String
    /// The line number where the text starts, from 1.
    let textLine: Int
    let isClosed: Bool

    init(_ source: String) {
        var unified = source.replacing("\r\n", with: "\n")
        if unified.unicodeScalars.first == "\u{FEFF}" { unified.unicodeScalars.removeFirst() }
        let lines = unified.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, Self.isMark(first) else {
            (frontMatter, text, textLine, isClosed) = ("", unified, 1, true)
            return
        }
        guard let end = lines.dropFirst().firstIndex(where: Self.isMark) else {
            (frontMatter, text, textLine, isClosed) = ("", "", 1, false)
            return
        }
        frontMatter = lines[1..<end].map { $0 + "\n" }.joined()
        text = lines[(end + 1)...].joined(separator: "\n")
        textLine = end + 2
        isClosed = true
    }

    private static func isMark(_ line: Substring) -> Bool {
        line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
    }
}

/// The settings of a question.
private struct FrontMatter {
    var summary: String?
    var target: SavedQuestion.Target?
    var inputs: JSONObject = [:]
    var format: String?
    var lines: [SavedQuestion.Key: Int] = [:]

    init(_ yaml: String, path: String) throws(SourceProblem) {
        guard let root = try LocatedValue.parse(yaml: yaml, file: path, firstLine: 2), !root.isNull else {
            return
        }
        guard let members = root.members else {
            throw SourceProblem(
                "The front matter must be a mapping such as `crew: ask`, but it is \(root.kind).",
                at: root.place)
        }
        for member in members { try read(member) }
    }

    private mutating func read(_ member: LocatedValue.Member) throws(SourceProblem) {
        guard let key = SavedQuestion.Key(rawValue: member.name) else { throw Self.unknown(member) }
        lines[key] = member.namePlace.line
        switch key {
        case .summary:
            let text = try Self.text(member)
            guard !text.contains(where: \.isNewline) else {
                throw SourceProblem("`summary` must be one line.", at: member.namePlace)
            }
            summary = text
        case .format: format = try Self.text(member)
        case .crew: try setTarget(.crew(Self.text(member)), member)
        case .template: try setTarget(.template(Self.text(member)), member)
        case .set: inputs = try Self.inputs(member.value)
        }
    }

    private mutating func setTarget(
        _ new: SavedQuestion.Target, _ member: LocatedValue.Member
    ) throws(SourceProblem) {
        guard target == nil else {
            throw SourceProblem("`crew` and `template` can't be combined. Remove one.", at: member.namePlace)
        }
        target = new
    }

    private static func text(_ member: LocatedValue.Member) throws(SourceProblem) -> String {
        guard let text = member.value.text, !text.isBlank else {
            let kind = member.value.text == nil ? member.value.kind : "empty"
            throw SourceProblem("`\(member.name)` must be text, but it is \(kind).", at: member.value.place)
        }
        return text
    }

    private static func unknown(_ member: LocatedValue.Member) -> SourceProblem {
        let keys = SavedQuestion.Key.allCases.map(\.rawValue)
        let advice =
            NearestNames.question(about: member.name, among: keys)
            ?? "The keys are \(keys.map { "`\($0)`" }.joined(separator: ", "))."
        return SourceProblem("Unknown key `\(member.name)`. \(advice)", at: member.namePlace)
    }

    /// Parses a mapping, or a list of request items.
    private static func inputs(_ value: LocatedValue) throws(SourceProblem) -> JSONObject {
        switch value.content {
        case .null: return [:]
        case .mapping(let members): return JSONObject(members.map { ($0.name, $0.value.json) })
        case .list(let values):
            var inputs: JSONObject = [:]
            for value in values {
                let item = try item(value)
                inputs[item.key] = item.value
            }
            return inputs
        default:
            throw SourceProblem(
                "`set` must be a mapping such as `region: north`, or a list of items such as `region=north`, but it is \(value.kind).",
                at: value.place)
        }
    }

    /// Parses one item of a list. Its value can't be a file or an answer: a question may come with a repository, so
    /// it must not read anything that its author couldn't.
    private static func item(_ value: LocatedValue) throws(SourceProblem) -> (key: String, value: JSONValue) {
        guard let text = value.text else {
            throw SourceProblem(
                "An item of `set` must be text such as `region=north`, but it is \(value.kind).",
                at: value.place
            )
        }
        let refusal = "A saved question can't read files or answers: `\(text)`. Use the value itself."
        do throws(RequestItemError) {
            let files = InputFiles(home: nil) { (path) throws(InputFileError) in
                throw InputFileError(path: path, reason: "saved questions can't read files")
            }
            let item = try RequestItem.read(text, files: files)
            guard case .value(let json) = item.content else {
                throw RequestItemError(item: text, reason: .noItem)
            }
            return (item.key, json)
        } catch {
            let namesFile = RequestItemHead(Array(text.utf8)[...])?.readsFile == true
            throw SourceProblem(namesFile ? refusal : "\(error)", at: value.place)
        }
    }
}

extension RequestItemHead {
    fileprivate var readsFile: Bool { sign == .textFile || sign == .jsonFile }
}
