/// The member names that events use. One pass over an event finds all of them.
enum EventField: Int, CaseIterable {
    case eventType, type, event, kind
    case message, msg, detail, description, text, content, error, exception, failure
    case data, payload, body
    case agentRole, agent, agentName, agentInfo
    case taskName, task, taskDescription
    case tool, toolName
    case status, state
    case timestamp, time, ts, datetime, createdAt
    case progress, percent, percentage
    case id
    case eventID, parentEventID, startedEventID, emissionSequence, callID, callType
    case toolArguments, arguments, shortArguments, input, inputs, toolInput
    case output, result, response
    case chunk, delta
    case usage, model, tokenUsage
    case flowName, crewName

    /// The fields by their names in JSON.
    static let named: [String: EventField] = [
        "event_type": .eventType, "type": .type, "event": .event, "kind": .kind,
        "message": .message, "msg": .msg, "detail": .detail, "description": .description, "text": .text,
        "content": .content, "error": .error, "exception": .exception, "failure": .failure,
        "data": .data, "payload": .payload, "body": .body,
        "agent_role": .agentRole, "agent": .agent, "agent_name": .agentName, "agent_info": .agentInfo,
        "task_name": .taskName, "task": .task, "task_description": .taskDescription,
        "tool": .tool, "tool_name": .toolName,
        "status": .status, "state": .state,
        "timestamp": .timestamp, "time": .time, "ts": .ts, "datetime": .datetime, "created_at": .createdAt,
        "progress": .progress, "percent": .percent, "percentage": .percentage,
        "id": .id,
        "event_id": .eventID, "parent_event_id": .parentEventID, "started_event_id": .startedEventID,
        "emission_sequence": .emissionSequence, "call_id": .callID,
        "call_type": .callType,
        "tool_args": .toolArguments, "arguments": .arguments, "args": .shortArguments, "input": .input,
        "inputs": .inputs, "tool_input": .toolInput,
        "output": .output, "result": .result, "response": .response,
        "chunk": .chunk, "delta": .delta,
        "usage": .usage, "model": .model, "token_usage": .tokenUsage,
        "flow_name": .flowName, "crew_name": .crewName,
    ]

    /// The fields in which an event may have another level of fields.
    static let envelopes: [EventField] = [.data, .payload, .body, .event]
}
