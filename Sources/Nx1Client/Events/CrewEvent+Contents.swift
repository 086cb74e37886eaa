extension CrewEvent {
    /// The members of a ``CrewEvent``, stored once for all of its copies.
    struct Contents: Sendable, Hashable {
        var index: Int
        var id: String?
        var kind: String?
        var message: String?
        var agent: String?
        var task: String?
        var tool: String?
        var status: String?
        var timestamp: String?
        var progress: Double?
        var eventID: String?
        var parentID: String?
        var startedID: String?
        var sequence: Int?
        var arguments: JSONValue?
        var output: JSONValue?
        var error: String?
        var piece: String?
        var callID: String?
        var tokens: TokenUsage?
        var subjectName: String?
        var payload: Payload

        /// - Parameter shapes: the shapes of earlier events.
        init(_ raw: RawEvent, index: Int, _ shapes: inout EventShapes) {
            self.index = index
            id = raw.id
            guard let json = try? JSONValue(parsing: raw.payload) else {
                let text = String(decoding: raw.payload, as: UTF8.self)
                payload = .text(text)
                kind = raw.name
                message = text.isBlank ? nil : text
                return
            }
            payload = .json(json)
            let reading = EventReading(json, &shapes)
            let outermost = reading.outermost
            let kinds: [EventField] = [.eventType, .type, .event, .kind]
            kind = outermost.text(kinds) ?? raw.name ?? reading.text(kinds)
            message = reading.message
            agent = reading.name([.agentRole, .agent, .agentName, .agentInfo])
            task = reading.name([.taskName, .task, .taskDescription])
            tool = reading.name([.tool, .toolName])
            status = reading.text([.status, .state])
            timestamp = reading.scalar([.timestamp, .time, .createdAt, .ts, .datetime])
            progress = reading.progress
            id = id ?? outermost.scalar([.id, .eventID])
            readLinks(reading)
            readContents(reading)
        }

        private mutating func readLinks(_ reading: EventReading) {
            eventID = reading.text([.eventID])
            parentID = reading.text([.parentEventID])
            startedID = reading.text([.startedEventID])
            sequence = reading.value([.emissionSequence])?.int
            callID = reading.text([.callID])
        }

        private mutating func readContents(_ reading: EventReading) {
            arguments =
                reading.value([
                    .toolArguments, .arguments, .shortArguments, .toolInput, .input, .inputs,
                ])?.readAsText
            output = reading.value([.output, .result, .response])
            error = reading.error
            // The pieces of a native function call are its arguments, which the tool's own event has whole.
            let isCall = reading.text([.callType]) == "tool_call"
            piece = isCall ? nil : reading.value([.chunk, .delta])?.string
            tokens = reading.value([.usage, .tokenUsage]).flatMap { TokenUsage($0) }
            subjectName = reading.text([.crewName, .flowName, .model])
        }
    }
}

extension JSONValue {
    /// Of a string that is the JSON text of an object or a list, that value; of anything else, itself.
    var readAsText: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
            let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}
