/// What went wrong between this program and the service, in a form that a person can read and a program can switch on.
///
/// No text in it ever holds a key or a token.
public struct Nx1Error: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing went wrong.
    public let code: Code
    /// What happened, as one or more sentences; what the service said is quoted, cut to a sane length.
    public var message: String
    /// What to do next, if that is known.
    public var advice: String?
    /// The run it is about, if one is.
    public var correlationID: String?
    /// The service's HTTP status, if it answered.
    public var httpStatus: Int?
    /// The service's own name for the request (`X-Request-Id`), if it sent one; its operators can look it up.
    public var requestID: String?
    /// How often it was tried; 0 if nothing was sent.
    public internal(set) var attempts = 0
    /// How long the service asks to be left alone, from when it said so.
    public internal(set) var retryAfter: Duration?
    /// What is behind it, in the words of the system or of a library below; never with header fields.
    public internal(set) var cause: String?

    /// Whether it is certain that this request changed nothing: no connection came about, or the service was asked and knows
    /// nothing of it.
    public internal(set) var isWithoutEffect = false

    /// Whether it was tried as often as the policy says already: a sign-in's requests are, on their own.
    var isTriedOut = false

    /// An error of `code`; see the properties.
    public init(
        _ code: Code, _ message: String, advice: String? = nil, correlationID: String? = nil,
        httpStatus: Int? = nil
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.correlationID = correlationID
        self.httpStatus = httpStatus
    }

    /// The message, with the number of attempts if there were several, and the service's name for the request if it has one.
    public var summary: String {
        var more: [String] = []
        if attempts > 1 { more.append("It was tried \(attempts) times.") }
        if let requestID { more.append("The service's request id is \(requestID).") }
        return more.isEmpty ? message : ([sentence] + more).joined(separator: " ")
    }

    /// The message with an end to it: what a service says of an error rarely ends like a sentence.
    var sentence: String {
        let ends = message.last.map { ".!?…\n".contains($0) } ?? true
        return ends ? message : message + "."
    }

    /// The summary, and what to do next.
    public var description: String {
        [summary, advice].compactMap(\.self).joined(separator: " ")
    }

    static func invalidSetting(_ message: String, advice: String? = nil) -> Nx1Error {
        Nx1Error(.invalidSetting, message, advice: advice)
    }

    func about(_ correlationID: String) -> Nx1Error {
        var copy = self
        copy.correlationID = copy.correlationID ?? correlationID
        return copy
    }
}
