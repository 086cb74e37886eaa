/// Something that the whole service does wrong on purpose, for testing clients. The words are those of
/// `nx1-sandbox --faults`.
public enum ServiceFault: String, CaseIterable, Sendable {
    /// The first request of each run is answered with 502 although it was taken: the run has started.
    case lostAnswers = "502"
    /// The same, for the very first run only.
    case firstLostAnswer = "502-once"
    /// An event stream is cut after each fifth of the run's events; of polled events, every other answer is cut half-way.
    case cutStreams = "cut"
    /// Each path is answered with 503 and `Retry-After: 1`, in real time, when it is first asked for.
    case busyPaths = "503-path"
    /// The same for each kind of call, whichever run it is about.
    case busyRoutes = "503-route"

    /// How often a stream is cut in a usual run.
    static let cuts = 4

    /// What it does, for `--help`.
    public var explanation: String {
        switch self {
        case .lostAnswers: "each run's first request is answered with 502, and the run started"
        case .firstLostAnswer: "the same, for the very first run only"
        case .cutStreams: "event streams are cut after each fifth of the events"
        case .busyPaths: "each path answers 503 with Retry-After: 1 at first"
        case .busyRoutes: "the same for each kind of call, whichever run it is about"
        }
    }
}
