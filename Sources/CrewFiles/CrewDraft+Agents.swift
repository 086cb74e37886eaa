import LocatedValues
import Nx1Events
import ShellInput

/// The agents of a crew, indexed by everything that tasks can call them.
struct CrewAgents {
    /// The agents in the service's form.
    private(set) var values: [LocatedValue] = []
    /// The names that tasks use for the agents: mapping keys, ids or roles; at most 100.
    private(set) var labels: [String] = []
    private var positions: [Label: Int] = [:]

    private enum Label: Hashable {
        case name(String)
        case id(String)
        case role(String)
    }

    mutating func add(_ value: LocatedValue, name: String?) {
        let (id, role) = (value["id"]?.text, value["role"]?.text?.trimmed)
        let labels = [name.map(Label.name), id.map(Label.id), role.map(Label.role)]
        // If several agents share a name, the first one counts.
        for label in labels.compactMap(\.self) where positions[label] == nil {
            positions[label] = values.count
        }
        if let label = name ?? id ?? role, !label.isEmpty, self.labels.count < 100 {
            self.labels.append(label)
        }
        values.append(value)
    }

    /// The position of the agent that a task names.
    func index(of name: String) -> Int? {
        let name = name.trimmed
        return positions[.name(name)] ?? positions[.id(name)] ?? positions[.role(name)]
    }

    /// The names that tasks can use, for the end of a sentence.
    var list: String {
        let shown = labels.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
        return values.count > 10 ? shown + ", …" : shown
    }
}

extension CrewDraft {
    /// The parts of a list, or of a mapping by name.
    private mutating func parts(of value: LocatedValue, _ kind: String) -> [(
        name: LocatedValue.Member?, part: CrewPart
    )] {
        switch value.content {
        case .list(let values):
            return values.enumerated().compactMap { index, value in
                let title = "`\(kind)s[\(index)]`"
                return part(value, title: title, at: value.place).map { (nil, $0) }
            }
        case .mapping(let members):
            return members.compactMap { member in
                let title = "The \(kind) `\(member.name)`"
                return part(member.value, title: title, at: member.namePlace).map { (member, $0) }
            }
        default:
            add("`\(kind)s` must be a list or a mapping, but it is \(value.kind).", at: value.place)
            return []
        }
    }

    private mutating func part(_ value: LocatedValue, title: String, at place: SourcePlace) -> CrewPart? {
        if let members = value.members { return CrewPart(title: title, members: members, place: place) }
        if value.isNull { return CrewPart(title: title, members: [], place: place) }
        add("\(title) must be a mapping, but it is \(value.kind).", at: place)
        return nil
    }

    /// The agents of a crew. The values are complete only for agents without problems.
    mutating func agents(_ value: LocatedValue) -> CrewAgents {
        var agents = CrewAgents()
        for (name, part) in parts(of: value, "agent") {
            let id = text("id", of: part)
            var members: [LocatedValue.Member] = []
            if let id {
                members.append(id)
            } else if let name {
                members.append(
                    LocatedValue.Member(
                        "id", at: name.namePlace, LocatedValue(.text(name.name), at: name.namePlace)))
            }
            for name in ["role", "goal", "backstory"] { members.append(requiredText(name, of: part)) }
            members += [flag("verbose", of: part), flag("allow_delegation", of: part)]
            members += [tools(of: part), flag("use_default_mcps", of: part)]
            members += others(part.members, keys: .agent)
            agents.add(LocatedValue(.mapping(members), at: part.place), name: name?.name)
        }
        return agents
    }

    /// The tasks of a crew, each with the position of its agent.
    mutating func tasks(_ value: LocatedValue, for agents: CrewAgents) -> [LocatedValue] {
        parts(of: value, "task").map { _, part in
            var members = [requiredText("description", of: part), requiredText("expected_output", of: part)]
            members.append(agentIndex(of: part, agents))
            members.append(tools(of: part))
            members += others(part.members, keys: .task)
            return LocatedValue(.mapping(members), at: part.place)
        }
    }

    private mutating func agentIndex(of part: CrewPart, _ agents: CrewAgents) -> LocatedValue.Member {
        let (name, index) = (part.member("agent"), part.member("agent_index"))
        if let name, index != nil {
            add("`agent` and `agent_index` can't be combined. Remove one.", at: name.namePlace)
        } else if let index {
            checkIndex(index, agents)
            return index
        } else if let name, !name.value.isNull {
            return agentIndex(named: name, agents)
        } else if agents.labels.isEmpty {
            add("\(part.title) has no `agent_index`.", at: part.place)
        } else {
            add("\(part.title) has no `agent`. The agents are \(agents.list).", at: part.place)
        }
        return part.standard("agent_index", .null)
    }

    private mutating func checkIndex(_ member: LocatedValue.Member, _ agents: CrewAgents) {
        guard case .number(let number) = member.value.content else {
            add("`agent_index` must be a number, but it is \(member.value.kind).", at: member.namePlace)
            return
        }
        // A missing agent is reported elsewhere.
        guard !agents.values.isEmpty else { return }
        guard let index = number.int, agents.values.indices.contains(index) else {
            let last = agents.values.count - 1
            add(
                "No agent \(number): `agent_index` must be from 0 to \(last).",
                at: member.namePlace)
            return
        }
    }

    private mutating func agentIndex(
        named member: LocatedValue.Member, _ agents: CrewAgents
    ) -> LocatedValue.Member {
        var content = LocatedValue.Content.null
        if let name = member.value.text {
            if let index = agents.index(of: name) {
                content = .number(JSONNumber(index))
            } else {
                let advice =
                    NearestNames.question(about: name, among: agents.labels)
                    ?? (agents.labels.isEmpty
                        ? "The file has no named agents." : "The agents are \(agents.list).")
                add("No agent named `\(name)`. \(advice)", at: member.namePlace)
            }
        } else {
            add("`agent` must be the name of an agent, but it is \(member.value.kind).", at: member.namePlace)
        }
        return LocatedValue.Member(
            "agent_index", at: member.namePlace, LocatedValue(content, at: member.value.place))
    }
}
