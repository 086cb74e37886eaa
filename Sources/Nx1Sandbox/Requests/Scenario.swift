/// What a run does besides answering well: the words of `task_input.scenario`.
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
    /// The event stream opens and says nothing.
    case silent
    /// Events that are no JSON, no UTF-8, or no event; control characters in messages and answer.
    case garbled
    /// One event of 1 MiB, and an answer of 5 MiB.
    case huge
    /// Events say in words what happens, without ids and parents.
    case plain
    /// Events are wrapped: `{"event_type", "timestamp", "data": {…}}`.
    case wrapped
    /// Server-sent events without an `event` field.
    case untyped
    /// The result is CrewAI's output object.
    case crewOutput = "crew-output"
}
