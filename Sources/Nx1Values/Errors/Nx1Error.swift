/// An error of the connection, the service or a run, with a message for people and a code for programs.
///
/// No text in it ever contains a key or a token.
public struct Nx1Error: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public let code: Code
    /// What happened, in one or more sentences. Text from the service is quoted and truncated.
    public var message: String
    /// What to do next, if known: the advice that was set, or the advice of ``problem-swift.property``.
    public var advice: String? {
        get { givenAdvice ?? problem?.advice }
        set { givenAdvice = newValue }
    }
    /// Details beyond the code, if any.
    public var problem: Problem?
    /// The run's id, if the error is about a run.
    public var correlationID: String?
    /// The HTTP status of the response, if there was one.
    public var httpStatus: Int?
    /// The service's id for the request (`X-Request-Id`), if it sent one; its operators can look it up.
    public var requestID: String?
    /// The number of attempts; 0 if nothing was sent.
    public package(set) var attempts = 0
    /// The pause that the service requests (`Retry-After`), counted from its response.
    public package(set) var retryAfter: Duration?
    /// The underlying error, as described by the system or a library; never with header fields.
    public package(set) var cause: String?

    /// Whether the request certainly changed nothing: no connection was established, or the service doesn't know it.
    public package(set) var isWithoutEffect = false

    /// Advice that overrides the problem's.
    package var givenAdvice: String?

    /// Whether the retries are used up, as for requests of a sign-in, which are retried separately.
    package var isTriedOut = false

    /// Creates an error; see the properties.
    public init(
        _ code: Code, _ message: String, advice: String? = nil, correlationID: String? = nil,
        httpStatus: Int? = nil
    ) {
        self.code = code
        self.message = message
        givenAdvice = advice
        self.correlationID = correlationID
        self.httpStatus = httpStatus
    }

    /// The message, with the number of attempts if there were several, and the service's request id if there is one.
    public var summary: String {
        var more: [String] = []
        if attempts > 1 { more.append("Tried \(attempts) times.") }
        if let requestID { more.append("The service's request id is \(requestID).") }
        return more.isEmpty ? message : ([sentence] + more).joined(separator: " ")
    }

    /// The message, terminated like a sentence: a service's text often isn't.
    package var sentence: String {
        let ends = message.last.map { ".!?…\n".contains($0) } ?? true
        return ends ? message : message + "."
    }

    /// The summary and the advice.
    public var description: String {
        [summary, advice].compactMap(\.self).joined(separator: " ")
    }

    package init(_ code: Code, _ message: String, advice: String? = nil, problem: Problem?) {
        self.init(code, message, advice: advice)
        self.problem = problem
    }

    package static func invalidSetting(_ message: String, advice: String? = nil) -> Nx1Error {
        Nx1Error(.invalidSetting, message, advice: advice)
    }

    package func about(_ correlationID: String) -> Nx1Error {
        var copy = self
        copy.correlationID = copy.correlationID ?? correlationID
        return copy
    }
}

extension Nx1Error {
    /// The kinds of errors. Later versions may add some.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The code in records, such as `timed_out`.
        public var rawValue: String

        /// Creates a code from any string.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// A host, key, profile or limit isn't valid; nothing was sent.
        public static let invalidSetting = Code(rawValue: "invalid_setting")
        /// No connection: no such host, refused, or closed before a response.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The service's certificate isn't trusted, or the TLS connection failed for another reason.
        public static let untrusted = Code(rawValue: "untrusted")
        /// The proxy requires a sign-in, or doesn't accept the one it got (407).
        public static let proxyRefused = Code(rawValue: "proxy_refused")
        /// No response within the limit for one request.
        public static let timedOut = Code(rawValue: "timed_out")
        /// 401.
        public static let notSignedIn = Code(rawValue: "not_signed_in")
        /// 403.
        public static let notAllowed = Code(rawValue: "not_allowed")
        /// 404, or an unknown run.
        public static let notFound = Code(rawValue: "not_found")
        /// 429.
        public static let tooManyRequests = Code(rawValue: "too_many_requests")
        /// Any other 4xx; for a 422, the message lists each invalid field.
        public static let refused = Code(rawValue: "refused")
        /// 5xx.
        public static let serviceFailed = Code(rawValue: "service_failed")
        /// A response that can't be parsed; the message quotes its beginning.
        public static let notUnderstood = Code(rawValue: "not_understood")
        /// A response, or one event of a stream, exceeds its limit.
        public static let tooLarge = Code(rawValue: "too_large")
        /// It's unknown whether a run was started; if it was, its correlation id finds it later.
        public static let undecided = Code(rawValue: "undecided")
        /// The limit for following a run has passed; the run continues.
        public static let stillRunning = Code(rawValue: "still_running")
        /// The crew ended without a result.
        public static let runFailed = Code(rawValue: "run_failed")
    }

    /// Whether the failure is transient, so that a retry may succeed.
    package var isPassing: Bool {
        switch code {
        case .unreachable, .timedOut, .tooManyRequests: true
        case .serviceFailed: httpStatus != 501 && httpStatus != 505
        default: httpStatus == 408
        }
    }
}
