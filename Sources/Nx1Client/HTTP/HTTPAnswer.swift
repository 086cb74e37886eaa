/// A whole answer.
struct HTTPAnswer: Sendable {
    var status: Int
    var contentType: String?
    var location: String?
    /// How long the service asks to be left alone, counted from when the answer came.
    var retryAfter: Duration?
    /// The service's own name for this request, if it sent one.
    var requestID: String?
    var body: [UInt8]
    /// What to do next if this is a 401.
    var signInAdvice: String?
    /// What was asked, such as `GET /api/crews/types`.
    var question: String?
    /// Hides what the request was signed with, should the answer repeat it.
    var mask: SecretMask?
}
