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
    var isPassing: Bool {
        switch code {
        case .unreachable, .timedOut, .tooManyRequests: true
        case .serviceFailed: httpStatus != 501 && httpStatus != 505
        default: httpStatus == 408
        }
    }
}
