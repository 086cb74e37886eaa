import Nx1Client
import TestSupport

/// Events in the format of CrewAI 1.15. Each is one second after the previous one, so the durations of finished steps
/// are exact.
extension StagedRun {
    /// Starts a step with an id.
    func begin(_ kind: String, _ id: String, in parent: String? = nil, _ fields: JSONObject = [:]) {
        send(kind, fields) { event in
            event["event_id"] = .string(id)
            event["parent_event_id"] = parent.map(JSONValue.string) ?? .null
        }
    }

    /// Ends the step with an id.
    func end(_ kind: String, _ id: String, _ fields: JSONObject = [:]) {
        send(kind, fields) { event in
            event["event_id"] = .string("end of \(id)")
            event["started_event_id"] = .string(id)
        }
    }

    /// Sends a piece of a model call's text.
    func write(_ piece: String, in call: String) {
        send("llm_stream_chunk", ["chunk": .string(piece)]) { event in
            event["event_id"] = .string("piece \(event["emission_sequence"]?.serialized() ?? "")")
            event["parent_event_id"] = .string(call)
        }
    }

    /// Sends recorded events unchanged.
    func play(_ lines: some Sequence<String>) {
        for line in lines { send { _ in line } }
    }

    private func send(_ kind: String, _ fields: JSONObject, _ change: (inout JSONObject) -> Void) {
        send { number in
            var event: JSONObject = ["type": .string(kind)]
            let minute = String(number / 60 + 100).dropFirst()
            let second = String(number % 60 + 100).dropFirst()
            event["timestamp"] = .string("2026-11-28T09:\(minute):\(second).000000Z")
            event["emission_sequence"] = .number(JSONNumber(number))
            change(&event)
            for field in fields { event[field.key] = field.value }
            return JSONValue.object(event).serialized()
        }
    }
}
