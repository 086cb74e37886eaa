import Nx1Client

/// Turns events into the entries of a list: finds out how deep each stands in the crew's work, names an agent only where
/// another one was at work before, and knows what the crew is doing now.
struct ProgressOutline: Sendable {
    /// What the crew does, on one line.
    private(set) var doing: String
    /// How far it has come, from 0 to 1, if it said so.
    private(set) var share: Double?
    /// The agents named last, in the whole list and in what folding leaves of it.
    private var agents: (all: String?, steps: String?) = (nil, nil)

    init(doing: String) {
        self.doing = VisibleText.visibleLine(doing)
    }

    mutating func entry(for event: CrewEvent, at time: Duration) -> ProgressEntry {
        let subject = Subject(event)
        share = event.progress ?? share
        doing = VisibleText.visibleLine(Self.work(after: event))

        var shown = event
        if let agent = event.agent {
            let isKnown = agents.all == agent && (subject == .detail || agents.steps == agent)
            if isKnown, event.message != nil { shown.agent = nil }
            agents.all = agent
            if subject != .detail { agents.steps = agent }
        }
        return ProgressEntry(
            time: time, depth: subject.depth, isDetail: subject == .detail,
            text: VisibleText.visibleLine(shown.summary))
    }

    /// What is done once the event has happened: what it begins, or, if it ends something, what that was a part of.
    private static func work(after event: CrewEvent) -> String {
        let kind = event.kind?.lowercased() ?? ""
        guard ["finish", "complete", "ended"].contains(where: kind.contains), !event.isTerminal else {
            return event.summary
        }
        let whole = [event.agent, event.task].compactMap(\.self).joined(separator: " · ")
        return whole.isEmpty ? event.summary : whole
    }

    /// What an event is about.
    private enum Subject {
        case crew, agent, task, detail

        init(_ event: CrewEvent) {
            let kind = event.kind?.lowercased() ?? ""
            if event.isTerminal {
                self = .crew
            } else if event.tool != nil || Self.details.contains(where: kind.contains) {
                self = .detail
            } else if kind.contains("agent") {
                self = .agent
            } else if kind.contains("task") || event.task != nil {
                self = .task
            } else {
                self = event.agent == nil ? .crew : .agent
            }
        }

        /// Words in the kinds of events about single steps of an agent.
        private static let details = [
            "tool", "llm", "memory", "knowledge", "reasoning", "guardrail", "retrieval", "mcp", "step",
            "thought",
        ]

        var depth: Int {
            switch self {
            case .crew: 0
            case .agent: 1
            case .task: 2
            case .detail: 3
            }
        }
    }
}
