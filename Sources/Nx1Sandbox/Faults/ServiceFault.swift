/// A deliberate fault of the whole service, for testing clients. The raw values are the words of `nx1-sandbox
/// --faults`.
public enum ServiceFault: String, CaseIterable, Sendable {
    /// The first request of each run is answered with 502, although the run has started.
    case lostAnswers = "502"
    /// The same, for the first run only.
    case firstLostAnswer = "502-once"
    /// Event streams are cut after each fifth of the run's events; of polled responses, every other one is cut
    /// half-way.
    case cutStreams = "cut"
    /// The first request to each path is answered with 503 and `Retry-After: 1`, in real time.
    case busyPaths = "503-path"
    /// The same for each kind of call, whatever run it is about.
    case busyRoutes = "503-route"

    /// The number of times a stream is cut in a normal run.
    static let cuts = 4

    /// A description for `--help`.
    public var explanation: String {
        switch self {
        case .lostAnswers: "answer each run's first request with 502, although the run has started"
        case .firstLostAnswer: "the same, for the first run only"
        case .cutStreams: "cut event streams after each fifth of the events"
        case .busyPaths: "answer the first request to each path with 503 and Retry-After: 1"
        case .busyRoutes: "the same for each kind of call, whatever run it is about"
        }
    }
}
