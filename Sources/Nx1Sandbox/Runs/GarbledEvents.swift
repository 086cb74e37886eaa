/// Applies the scenario `garbled` to a run's events. All of it could come from a real service on a bad day.
enum GarbledEvents {
    /// Invalid or unexpected events.
    private static let oddities: [(kind: String, content: PlannedEvent.Content)] = [
        ("message", .line(Array("this is not JSON {".utf8))),
        ("tool_usage_started", .line([0x7B, 0x22, 0xFF, 0xFE, 0x80, 0x22, 0xC3])),
        ("unheard_of", .line(Array(#"[1,[2,{"deep":[null,true]}],"three"]"#.utf8))),
        ("", .line(Array(#"{"\u0000":{"\ud800":1e999},"event_type":7,"message":["not","a","text"]}"#.utf8))),
        ("message", .line(Array("null".utf8))),
        ("message", .line([])),
        ("message", .nothing),
        ("task_progress", .line(Array(#"{"message":"cut in the mid"#.utf8))),
    ]

    /// Adds control characters to every message, and one oddity after each of the first events.
    static func spoiling(_ script: [PlannedEvent]) -> [PlannedEvent] {
        script.enumerated().flatMap { index, event in
            let spoiled = event.spoiled
            guard index < script.count - 1, oddities.indices.contains(index) else { return [spoiled] }
            let oddity = oddities[index]
            return [
                spoiled, PlannedEvent(kind: oddity.kind, offset: event.offset, content: oddity.content),
            ]
        }
    }
}

extension PlannedEvent {
    fileprivate var spoiled: PlannedEvent {
        switch content {
        case .report(var report):
            report.message = Self.spoil(report.message)
            return PlannedEvent(kind: kind, offset: offset, content: .report(report))
        case .crewAI(var event):
            if var place = event.place {
                place.task = place.task.map(Self.spoil)
                place.agent = place.agent.map(Self.spoil)
                event.place = place
            }
            switch event.content {
            case .piece(let text): event.content = .piece(Self.spoil(String(text))[...])
            case .members(let members): event.content = .members(members.map(Self.spoil))
            }
            return PlannedEvent(kind: kind, offset: offset, content: .crewAI(event))
        case .line, .nothing: return self
        }
    }

    private static func spoil(_ text: String) -> String {
        ControlCharacters.before + text + ControlCharacters.after
    }

    /// The name of an agent's own flow is kept, because it distinguishes the flow from a crew's.
    private static func spoil(_ member: (name: String, value: JSON)) -> (name: String, value: JSON) {
        guard case .string(let text) = member.value, member.name != "flow_name" else { return member }
        return (name: member.name, value: .string(spoil(text)))
    }
}

/// Texts that would control a terminal if written unchanged.
enum ControlCharacters {
    /// Clears the screen, sets the window's title, rings the bell.
    static let before = "\u{1B}[2J\u{1B}]0;owned\u{7}"
    /// A carriage return with an overwriting text, a C1 control, a right-to-left override, NUL, a new colour.
    static let after = "\rFAKE \u{9B}31m\u{202E}txet\u{0}\u{8}\u{1B}[31m"
}
