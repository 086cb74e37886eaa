/// How long and how large things may be before that is an error, each with a limit of its own.
public struct Limits: Sendable, Hashable {
    /// From asking for a connection to having one, TLS included. Never more than ``request``.
    public var connection: Duration = .seconds(10)
    /// One request, from asking for a connection to the last byte of its answer; of an event stream, to its head.
    public var request: Duration = .seconds(30)
    /// How long an event stream may be silent before the run's status is asked for.
    public var silence: Duration = .seconds(15)
    /// How long a run may be followed; nil is without end. The run itself goes on.
    public var run: Duration?
    /// The largest answer, in bytes. An event stream has no such limit.
    public var body = 64 << 20
    /// The largest single event of a stream, in bytes.
    public var event = 16 << 20

    /// The usual limits.
    public init() {}
}
