import LocatedValues
import Nx1Events

extension CrewDraft {
    /// The configuration in one file, in the published form or with CrewAI's mappings by name.
    mutating func crew(_ root: LocatedValue) -> LocatedValue {
        guard let members = root.members else {
            add(
                "A crew file must be a mapping with `agents` and `tasks`, but it is \(root.kind).",
                at: root.place)
            return root
        }
        // The complete body of a request, as printed by `--show`, or a stored template.
        if let config = members.first(where: { $0.name == "crew_config" }), config.value.members != nil,
            root["agents"] == nil, root["tasks"] == nil
        {
            inputs = members.first { $0.name == "task_input" && $0.value.members?.isEmpty == false }
            return crew(config.value)
        }
        let crew = CrewPart(title: "The crew", members: members, place: root.place)
        for name in ["agents", "tasks"] where crew.member(name) == nil {
            let isPart = members.contains { $0.value["role"] != nil || $0.value["expected_output"] != nil }
            let advice = isPart ? " For a crew in CrewAI's layout, give its folder instead." : ""
            add("The file has no `\(name)`.\(advice)", at: root.place)
        }
        return config(crew, agents: crew.member("agents"), tasks: crew.member("tasks"))
    }

    /// The configuration in CrewAI's two files.
    mutating func crew(agents: LocatedValue, tasks: LocatedValue) -> LocatedValue {
        let crew = CrewPart(title: "The crew", members: [], place: agents.place)
        return config(
            crew, agents: LocatedValue.Member("agents", at: agents.place, agents),
            tasks: LocatedValue.Member("tasks", at: tasks.place, tasks))
    }

    private mutating func config(
        _ crew: CrewPart, agents: LocatedValue.Member?, tasks: LocatedValue.Member?
    ) -> LocatedValue {
        var members: [LocatedValue.Member] = []
        let all = agents.map { self.agents($0.value) } ?? CrewAgents()
        if let agents {
            if agents.value.isEmpty { add("`agents` is empty: a crew needs an agent.", at: agents.namePlace) }
            let list = LocatedValue(.list(all.values), at: agents.value.place)
            members.append(LocatedValue.Member("agents", at: agents.namePlace, list))
        }
        if let tasks {
            if tasks.value.isEmpty { add("`tasks` is empty: a crew needs a task.", at: tasks.namePlace) }
            let list = LocatedValue(.list(self.tasks(tasks.value, for: all)), at: tasks.value.place)
            members.append(LocatedValue.Member("tasks", at: tasks.namePlace, list))
        }
        if let id = text("id", of: crew) { members.append(id) }
        members.append(flag("verbose", of: crew))
        members.append(text("process", of: crew) ?? crew.standard("process", .text("sequential")))
        members += others(crew.members, keys: .crew)
        return LocatedValue(.mapping(members), at: crew.place)
    }
}

extension LocatedValue {
    /// Whether it is an empty list or mapping.
    fileprivate var isEmpty: Bool { list?.isEmpty == true || members?.isEmpty == true }
}
