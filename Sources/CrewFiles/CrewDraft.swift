import LocatedValues
import Nx1Events
import ShellInput

/// A crew's configuration under construction from a file, with all the problems found.
struct CrewDraft {
    /// Keys found in the file, each with its first place.
    struct KeyList {
        private static let limit = 20
        private(set) var names: Set<String> = []
        private var shown: [String] = []

        mutating func add(_ member: LocatedValue.Member) {
            guard names.insert(member.name).inserted, shown.count < Self.limit else { return }
            shown.append("`\(member.name)` (\(member.namePlace))")
        }

        /// The keys and places, as in "`llm` (agents.yaml:7), `context` (tasks.yaml:9)".
        var text: String {
            let rest = names.count - shown.count
            return shown.joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
        }
    }

    var problems: [SourceProblem] = []
    private var leftOut = KeyList()
    private var unknown = KeyList()
    /// The inputs in a file that holds the complete body of a request.
    var inputs: LocatedValue.Member?

    mutating func add(_ message: String, at place: SourcePlace) {
        problems.append(SourceProblem(message, at: place))
    }

    var notes: [String] {
        var notes: [String] = []
        if !leftOut.names.isEmpty {
            let it = leftOut.names.count == 1 ? "it" : "them"
            notes.append("Not sent, because the service doesn't support \(it): \(leftOut.text).")
        }
        if !unknown.names.isEmpty {
            let isOne = unknown.names.count == 1
            notes.append(
                "Sent, although the service's API doesn't document \(isOne ? "it" : "them"): \(unknown.text)."
            )
        }
        if let inputs {
            notes.append(
                "Not sent: `task_input` (\(inputs.namePlace)). Give inputs on the line, as `key=value`.")
        }
        return notes
    }

    /// The unpublished members: CrewAI's own are dropped, others are kept.
    mutating func others(_ members: [LocatedValue.Member], keys: CrewKeys) -> [LocatedValue.Member] {
        members.filter { member in
            if keys.published.contains(member.name) { return member.name == "tool_categories" }
            if keys.local.contains(member.name) {
                leftOut.add(member)
                return false
            }
            unknown.add(member)
            return true
        }
    }
}

/// A part of a crew's configuration in a file: an agent, a task, or the crew itself.
struct CrewPart {
    /// Its name at the beginning of a sentence: "The agent `researcher`", "`agents[0]`".
    let title: String
    let members: [LocatedValue.Member]
    let place: SourcePlace

    func member(_ name: String) -> LocatedValue.Member? { members.first { $0.name == name } }

    /// A default for a member that the file doesn't have.
    func standard(_ name: String, _ content: LocatedValue.Content) -> LocatedValue.Member {
        LocatedValue.Member(name, at: place, LocatedValue(content, at: place))
    }
}

extension CrewDraft {
    /// A text that the service requires.
    mutating func requiredText(_ name: String, of part: CrewPart) -> LocatedValue.Member {
        guard let member = part.member(name), !member.value.isNull else {
            let message = "\(part.title) has no `\(name)`.\(Self.slip(for: name, in: part))"
            add(message, at: part.member(name)?.namePlace ?? part.place)
            return part.standard(name, .text(""))
        }
        if let text = member.value.text, !text.trimmed.isEmpty { return member }
        let kind = member.value.text == nil ? member.value.kind : "empty"
        add("`\(name)` must be text, but it is \(kind).", at: member.namePlace)
        return member
    }

    /// Suggests that an unknown key is a misspelling of the missing one; empty if no key is similar.
    private static func slip(for name: String, in part: CrewPart) -> String {
        let unknown = part.members.prefix(100).filter { member in
            [CrewKeys.agent, .task].allSatisfy {
                !$0.published.contains(member.name) && !$0.local.contains(member.name)
            }
        }
        guard let slip = NearestNames.nearest(to: name, among: unknown.map(\.name), most: 1).first,
            let place = part.member(slip)?.namePlace
        else { return "" }
        return " Is `\(slip)` on line \(place.line) a misspelling?"
    }

    /// An optional text.
    mutating func text(_ name: String, of part: CrewPart) -> LocatedValue.Member? {
        guard let member = part.member(name), !member.value.isNull else { return nil }
        if member.value.text == nil {
            add("`\(name)` must be text, but it is \(member.value.kind).", at: member.namePlace)
        }
        return member
    }

    mutating func flag(_ name: String, of part: CrewPart) -> LocatedValue.Member {
        guard let member = part.member(name), !member.value.isNull else {
            return part.standard(name, .bool(false))
        }
        if case .bool = member.value.content { return member }
        add("`\(name)` must be `true` or `false`, but it is \(member.value.kind).", at: member.namePlace)
        return member
    }

    mutating func tools(of part: CrewPart) -> LocatedValue.Member {
        guard let member = part.member("tools"), !member.value.isNull else {
            return part.standard("tools", .list([]))
        }
        guard let list = member.value.list else {
            add("`tools` must be a list, but it is \(member.value.kind).", at: member.namePlace)
            return member
        }
        for tool in list where tool.text == nil {
            add("A tool must be given by name, as text, but this one is \(tool.kind).", at: tool.place)
        }
        return member
    }
}
