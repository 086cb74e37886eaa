/// A JSON document of events: a list, an object that contains a list, or just the latest state.
struct EventDocument {
    /// The ranges of the events in the text; each is a JSON text.
    let elements: [Range<Int>]
    /// Whether the whole text is one event: the latest state.
    let isSnapshot: Bool

    /// - Throws: ``JSONSyntaxError`` if `bytes` aren't one JSON text.
    init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        let text = try JSONOutline.text(of: bytes)
        switch bytes[text.lowerBound] {
        case UInt8(ascii: "["):
            elements = try JSONOutline.elements(of: bytes, at: text)
            isSnapshot = false
        case UInt8(ascii: "{"):
            let object = try Object(bytes, at: text)
            let list = try object.events()
            elements = list ?? (object.members.isEmpty ? [] : [text])
            isSnapshot = list == nil && !object.members.isEmpty
        default:
            isSnapshot = !["null", "\"\""].contains { bytes[text].elementsEqual($0.utf8) }
            elements = isSnapshot ? [text] : []
        }
    }

    /// An object that may contain the list of events.
    private struct Object {
        let bytes: [UInt8]
        let members: [JSONOutline.Member]

        init(_ bytes: [UInt8], at range: Range<Int>) throws(JSONSyntaxError) {
            self.bytes = bytes
            members = try JSONOutline.members(of: bytes, at: range)
        }

        /// Whether the object has members of an event, which the envelope of a list lacks.
        private var isEvent: Bool {
            has(["event_type", "type", "event", "kind", "message", "msg"])
        }

        private var isState: Bool {
            has(["status", "state", "progress", "percent", "percentage"])
        }

        private func has(_ keys: Set<String>) -> Bool {
            members.contains { keys.contains($0.key) && bytes[$0.value.lowerBound] != UInt8(ascii: "[") }
        }

        /// The elements of the list; nil if there is no list.
        func events() throws(JSONSyntaxError) -> [Range<Int>]? {
            if let list = try list(named: ["events"]) { return list }
            if isEvent { return nil }
            if let list = try list(named: ["items", "logs", "messages"]) { return list }
            if let list = try list(named: ["data", "results"]),
                try isOfObjects(list) || list.isEmpty && !isState
            {
                return list
            }
            for member in members where bytes[member.value.lowerBound] == UInt8(ascii: "{") {
                let inner = try Object(bytes, at: member.value)
                if let list = try inner.list(named: ["events", "items", "logs", "messages"]) { return list }
                let isEnvelope = ["data", "result", "payload", "response"].contains(member.key)
                if isEnvelope, let list = try inner.list(named: ["data", "results"]), try isOfObjects(list) {
                    return list
                }
            }
            return try otherList()
        }

        /// The first list among the members with these names; empty if a lone member is `null`.
        private func list(named names: [String]) throws(JSONSyntaxError) -> [Range<Int>]? {
            for name in names {
                guard let member = members.last(where: { $0.key == name }) else { continue }
                switch bytes[member.value.lowerBound] {
                case UInt8(ascii: "["): return try JSONOutline.elements(of: bytes, at: member.value)
                case UInt8(ascii: "n") where members.count == 1: return []
                default: continue
                }
            }
            return nil
        }

        /// The first list of objects, except members that name parts of the crew or of a table.
        private func otherList() throws(JSONSyntaxError) -> [Range<Int>]? {
            let parts: Set<String> = ["agents", "tasks", "tools", "crews", "columns", "rows", "errors"]
            for member in members where bytes[member.value.lowerBound] == UInt8(ascii: "[") {
                if parts.contains(member.key) { continue }
                let list = try JSONOutline.elements(of: bytes, at: member.value)
                if try isOfObjects(list) { return list }
            }
            return nil
        }

        private func isOfObjects(_ list: [Range<Int>]) throws(JSONSyntaxError) -> Bool {
            !list.isEmpty && list.allSatisfy { bytes[$0.lowerBound] == UInt8(ascii: "{") }
        }
    }
}
