extension CrewEvent {
    /// What happens, on one line, such as "Data Analyst · run_sql · Counting late orders". Never empty. It is the service's
    /// text: a terminal should not be given it as it is.
    public var summary: String {
        var parts = [agent, tool].compactMap(\.self)
        if let message {
            // Many messages begin with the agent's name.
            parts.removeAll { message.hasPrefix($0) }
            parts.append(message)
        } else {
            parts += [task, kindInWords, status, progress.map { "\(Int(($0 * 100).rounded()))%" }].compactMap(
                \.self)
        }
        let line = OneLine(parts.joined(separator: " · "), limit: 300).text
        return line.isEmpty ? beginning : line
    }

    /// `tool_usage_started` and `ToolUsageStartedEvent` as people write it.
    private var kindInWords: String? {
        let words = EventKind(kind).words.joined(separator: " ")
        return words.isEmpty ? kind : words
    }

    private var beginning: String {
        let text =
            switch payload {
            case .json(let value): OneLine(value.serialized(), limit: 100).text
            case .text(let text): OneLine(text, limit: 100).text
            }
        return text.isEmpty ? "(an event with nothing in it)" : text
    }
}
