/// The behaviour of a run, as set by members of `task_input` other than the question.
struct RunOptions: Sendable {
    var scenarios: Set<Scenario> = []
    var framing = EventFraming.serverSentEvents
    /// The number of extra progress events in the middle of the run, 0 to 10,000,000.
    var extraEvents = 0
    /// Seconds from the request to the run's end at speed 1, 0 to 3600, if given.
    var duration: Double?
    /// The JSON text of the answer, if given.
    var answer: [UInt8]?
}

extension RunOptions {
    /// The members of `task_input` that set these options.
    static let names: Set<String> = ["scenario", "framing", "events", "duration", "result"]

    /// Reads `task_input`, an object.
    init(taskInput: JSONNode, fields: inout FieldReader) {
        let location: [JSON] = ["body", "task_input"]
        if let node = taskInput["scenario"] {
            readScenarios(node, at: location + ["scenario"], fields: &fields)
        }
        if let node = taskInput["framing"] {
            readFraming(node, at: location + ["framing"], fields: &fields)
        }
        if let node = taskInput["events"] {
            readExtraEvents(node, at: location + ["events"], fields: &fields)
        }
        if let node = taskInput["duration"] {
            readDuration(node, at: location + ["duration"], fields: &fields)
        }
        answer = taskInput["result"].map { Array($0.source) }
    }

    /// Reads one or several words joined with `+` or `,`: scenarios, and at most one framing.
    private mutating func readScenarios(_ node: JSONNode, at location: [JSON], fields: inout FieldReader) {
        guard let text = fields.string(node, at: location) else { return }
        for word in text.split(whereSeparator: { $0 == "+" || $0 == "," || $0 == " " }) {
            if let scenario = Scenario(rawValue: String(word)) {
                scenarios.insert(scenario)
            } else if let named = EventFraming(rawValue: String(word)) {
                framing = named
            } else {
                let words = Scenario.allCases.map(\.rawValue) + EventFraming.allCases.map(\.rawValue)
                fields.add(.notOneOf(words, input: node.asItCame, at: location))
                return
            }
        }
    }

    private mutating func readFraming(_ node: JSONNode, at location: [JSON], fields: inout FieldReader) {
        guard let word = fields.string(node, at: location) else { return }
        if let named = EventFraming(rawValue: word) {
            framing = named
        } else {
            fields.add(
                .notOneOf(EventFraming.allCases.map(\.rawValue), input: node.asItCame, at: location))
        }
    }

    private mutating func readExtraEvents(_ node: JSONNode, at location: [JSON], fields: inout FieldReader) {
        guard let count = fields.integer(node, at: location) else { return }
        if count < 1 {
            fields.add(.outside(node.asItCame, atLeast: "1", at: location))
        } else if count > 10_000_000 {
            fields.add(.outside(node.asItCame, atMost: "10000000", at: location))
        } else {
            extraEvents = count
        }
    }

    private mutating func readDuration(_ node: JSONNode, at location: [JSON], fields: inout FieldReader) {
        guard let seconds = fields.number(node, at: location) else { return }
        if seconds < 0 {
            fields.add(.outside(node.asItCame, atLeast: "0", at: location))
        } else if seconds > 3600 {
            fields.add(.outside(node.asItCame, atMost: "3600", at: location))
        } else {
            duration = seconds
        }
    }
}

/// The framing of a run's events: the words of `task_input.framing`.
enum EventFraming: String, CaseIterable, Sendable {
    case serverSentEvents = "sse"
    case jsonLines = "ndjson"
    /// A JSON object with all events so far.
    case poll

    var contentType: String {
        switch self {
        case .serverSentEvents: "text/event-stream; charset=utf-8"
        case .jsonLines: "application/x-ndjson"
        case .poll: "application/json"
        }
    }
}

/// The unusual behaviour of a run: the words of `task_input.scenario`.
enum Scenario: String, CaseIterable, Sendable {
    /// Nothing unusual.
    case ok
    /// The run takes 20 s instead of 2.5 s.
    case slow
    /// The run ends with status `failed` and an error text.
    case fail
    /// The first `POST`, the first request for events and the first for the result are answered with 503.
    case flaky
    /// The event stream is cut after each quarter of the run's events, without the end of its body.
    case drop
    /// The event stream opens but sends nothing.
    case silent
    /// Events that aren't JSON, UTF-8 or events; control characters in messages and answer.
    case garbled
    /// One event of 1 MiB, and an answer of 5 MiB.
    case huge
    /// Events describe in words what happens, without ids and parents.
    case plain
    /// Events are wrapped: `{"event_type", "timestamp", "data": {…}}`.
    case wrapped
    /// Server-sent events without an `event` field.
    case untyped
    /// The result is CrewAI's output object.
    case crewOutput = "crew-output"
}
