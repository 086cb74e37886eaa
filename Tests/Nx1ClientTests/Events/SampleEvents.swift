import Nx1Client

/// The event parsed from a payload.
func crewEvent(_ payload: String, name: String? = nil, id: String? = nil) -> CrewEvent {
    CrewEvent(RawEvent(name: name, id: id, payload: Array(payload.utf8)), index: 3)
}

/// An event for each text; `id:payload` becomes one with an id.
func rawEvent(_ text: String) -> RawEvent {
    let parts = text.split(separator: ":", maxSplits: 1)
    return RawEvent(id: parts.count == 2 ? String(parts[0]) : nil, payload: Array(text.utf8))
}
