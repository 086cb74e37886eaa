/// What went wrong between this program and the service, in a form that a person can read and a program can switch on.
///
/// No text in it ever holds a key or a token.
public struct Nx1Error: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing went wrong.
    public let code: Code
    /// What happened, as one or more sentences; what the service said is quoted, cut to a sane length.
    public var message: String
    /// What to do next, if that is known: what was set, or else what follows from ``problem-swift.property``.
    public var advice: String? {
        get { givenAdvice ?? problem?.advice }
        set { givenAdvice = newValue }
    }
    /// The facts behind it, where there are more than the code says.
    public var problem: Problem?
    /// The run it is about, if one is.
    public var correlationID: String?
    /// The service's HTTP status, if it answered.
    public var httpStatus: Int?
    /// The service's own name for the request (`X-Request-Id`), if it sent one; its operators can look it up.
    public var requestID: String?
    /// How often it was tried; 0 if nothing was sent.
    public package(set) var attempts = 0
    /// How long the service asks to be left alone, from when it said so.
    public package(set) var retryAfter: Duration?
    /// What is behind it, in the words of the system or of a library below; never with header fields.
    public package(set) var cause: String?

    /// Whether it is certain that this request changed nothing: no connection came about, or the service was asked and knows
    /// nothing of it.
    public package(set) var isWithoutEffect = false

    /// Advice that says more than the problem does.
    package var givenAdvice: String?

    /// Whether it was tried as often as the policy says already: a sign-in's requests are, on their own.
    package var isTriedOut = false

    /// An error of `code`; see the properties.
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

    /// The message, with the number of attempts if there were several, and the service's name for the request if it has one.
    public var summary: String {
        var more: [String] = []
        if attempts > 1 { more.append("Tried \(attempts) times.") }
        if let requestID { more.append("The service's request id is \(requestID).") }
        return more.isEmpty ? message : ([sentence] + more).joined(separator: " ")
    }

    /// The message with an end to it: what a service says of an error rarely ends like a sentence.
    package var sentence: String {
        let ends = message.last.map { ".!?…\n".contains($0) } ?? true
        return ends ? message : message + "."
    }

    /// The summary, and what to do next.
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
    /// The kinds of error; a later version may add some.
    public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        /// The word that stands for it in records, such as `timed_out`.
        public var rawValue: String

        /// Takes any word.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// A host, key, profile or limit makes no sense; nothing was sent.
        public static let invalidSetting = Code(rawValue: "invalid_setting")
        /// No connection: no such host, refused, or cut off before an answer.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The service's certificate can't be trusted, or no secure connection came about for another reason.
        public static let untrusted = Code(rawValue: "untrusted")
        /// The proxy on the way asks for a sign-in that it wasn't given, or got one that it doesn't accept (407).
        public static let proxyRefused = Code(rawValue: "proxy_refused")
        /// No answer within the limit for one request.
        public static let timedOut = Code(rawValue: "timed_out")
        /// 401.
        public static let notSignedIn = Code(rawValue: "not_signed_in")
        /// 403.
        public static let notAllowed = Code(rawValue: "not_allowed")
        /// 404, or a run that the service doesn't know.
        public static let notFound = Code(rawValue: "not_found")
        /// 429.
        public static let tooManyRequests = Code(rawValue: "too_many_requests")
        /// Any other 4xx; a 422 names each place and message.
        public static let refused = Code(rawValue: "refused")
        /// 5xx.
        public static let serviceFailed = Code(rawValue: "service_failed")
        /// An answer that can't be understood; the message has its beginning.
        public static let notUnderstood = Code(rawValue: "not_understood")
        /// An answer, or one event of a stream, is larger than its limit.
        public static let tooLarge = Code(rawValue: "too_large")
        /// Whether a run was started can't be found out; the correlation id finds it later, if it was.
        public static let undecided = Code(rawValue: "undecided")
        /// The limit for following a run has passed; the run goes on.
        public static let stillRunning = Code(rawValue: "still_running")
        /// The crew ended without a result.
        public static let runFailed = Code(rawValue: "run_failed")
    }

    /// Whether asking again later may well succeed.
    package var isPassing: Bool {
        switch code {
        case .unreachable, .timedOut, .tooManyRequests: true
        case .serviceFailed: httpStatus != 501 && httpStatus != 505
        default: httpStatus == 408
        }
    }
}
