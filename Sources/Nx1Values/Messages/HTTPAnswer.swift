package import Nx1Events

/// A complete HTTP response.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var contentType: String?
    var location: String?
    /// The pause that the service requests, counted from the response.
    var retryAfter: Duration?
    /// The service's id for this request, if it sent one.
    var requestID: String?
    /// When the service sent it, by the service's clock (`Date`), if it says so.
    package var date: HTTPDate?
    package var body: [UInt8]
    /// The advice for a 401.
    package var signInAdvice: String?
    /// The problem to report for a 401, if known.
    package var signInProblem: Nx1Error.Problem?
    /// The request, such as `GET /api/crews/types`.
    package var question: String?
    /// Masks the request's credentials if the response repeats them.
    package var mask: SecretMask?

    package init(
        status: Int, contentType: String? = nil, location: String? = nil, retryAfter: Duration? = nil,
        requestID: String? = nil, body: [UInt8], question: String? = nil, mask: SecretMask? = nil
    ) {
        self.status = status
        self.contentType = contentType
        self.location = location
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.body = body
        self.question = question
        self.mask = mask
    }
}

extension HTTPAnswer {
    /// Creates a response from its head.
    /// - Parameters:
    ///   - secondsSince1970: the current time.
    ///   - field: returns the first value of a named header field, if any.
    package init(status: Int, at secondsSince1970: Double, field: (String) -> String?) {
        let pause = RetryAfter(field: field("Retry-After"), milliseconds: field("Retry-After-Ms"))
        self.init(
            status: status, contentType: field("Content-Type"), location: field("Location"),
            retryAfter: pause.wait(at: secondsSince1970),
            requestID: Self.requestIDFields.lazy.compactMap(field).first
                .map { OneLine($0, limit: 200).text },
            body: [])
        date = field("Date").flatMap(HTTPDate.init)
    }

    private static let requestIDFields = ["x-request-id", "request-id", "x-trace-id"]

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether a retry may succeed: 408, 429, and 5xx except 501 and 505.
    package var isPassingFailure: Bool {
        switch status {
        case 408, 429: true
        case 501, 505: false
        default: status >= 500
        }
    }

    /// The body as JSON.
    /// - Throws: ``Nx1Error`` for a status other than 2xx, or `notUnderstood` with the beginning of the body.
    package func json(from address: ServiceAddress) throws(Nx1Error) -> JSONValue {
        if !isSuccess { throw refusal(from: address) }
        if JSONValue.hasMoreValues(body, than: Self.mostValues) {
            throw error(
                .tooLarge,
                "The response from \(address) has more than \(Self.mostValues / 1_000_000) million JSON values, the limit for one response."
            )
        }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw notUnderstood(from: address, reason: "it isn't JSON (\(error))")
        }
    }

    /// The maximum number of values, since each takes about 70 bytes of memory.
    private static let mostValues = 10_000_000

    /// The body as JSON with the request's credentials masked, for responses that needn't be exact.
    /// - Throws: as ``json(from:)``.
    package func coveredJSON(from address: ServiceAddress) throws(Nx1Error) -> JSONValue {
        let json = try json(from: address)
        return mask?.masked(json) ?? json
    }

    /// An error that quotes the beginning of the body.
    package func notUnderstood(from address: ServiceAddress, reason: String) -> Nx1Error {
        let came = body.isEmpty ? "It's empty." : "It starts with: \(excerpt(200))"
        return error(
            .notUnderstood, "Couldn't parse the response from \(address): \(reason). \(came)",
            advice: Self.hostAdvice)
    }

    /// The error for a status other than 2xx, with the service's explanation.
    package func refusal(from address: ServiceAddress) -> Nx1Error {
        let said = detail.map { $0.hasPrefix("\n") ? ":\($0)" : ": \($0)" } ?? "."
        switch status {
        case 300..<400:
            let target = location.map { shown($0, limit: 200) }
            return error(
                .notUnderstood,
                "\(address) redirects\(target.map { " to \($0)" } ?? ""), and redirects aren't followed.",
                problem: .redirect(to: target))
        case 401:
            return error(
                .notSignedIn, "\(address) doesn't accept the sign-in (401)\(said)", advice: signInAdvice,
                problem: signInProblem)
        case 403:
            return error(
                .notAllowed, "You don't have permission to do this at \(address) (403)\(said)",
                advice: "Ask for permission, or sign in as someone who has it.")
        case 404:
            let advice =
                asksForRun
                ? "Check the id, and that the run belongs to this service."
                : Self.hostAdvice
            return error(
                .notFound, "\(address) responded with 404 (not found) to \(question ?? "the request")\(said)",
                advice: advice)
        case 422:
            return error(
                .refused, "The service refused the request (422)\(said)",
                advice: validation == nil ? Nx1Error.Problem.requestAdvice : nil,
                problem: validation.map { .invalidRequest($0) })
        case 429:
            return error(
                .tooManyRequests, "The service is rate limiting you (429)\(said)", problem: .rateLimited)
        case 400..<500:
            return error(
                .refused, "The service refused the request (\(status))\(said)",
                advice: Nx1Error.Problem.requestAdvice)
        case 500...:
            return error(
                .serviceFailed, "The service failed (\(status))\(said)",
                advice: "The problem is on the service's side. Try again later.")
        default:
            return error(
                .notUnderstood, "The service responded with an unexpected status (\(status))\(said)")
        }
    }

    /// The advice for an answer that an Nx1 service doesn't give.
    package static let hostAdvice = "Check that the host is the address of the Nx1 AI API."

    private func error(
        _ code: Nx1Error.Code, _ message: String, advice: String? = nil, problem: Nx1Error.Problem? = nil
    ) -> Nx1Error {
        var error = Nx1Error(code, message, advice: advice, httpStatus: status)
        error.problem = problem
        error.isWithoutEffect = (300..<500).contains(status) && status != 408
        error.retryAfter = retryAfter
        error.requestID = requestID.map { shown($0, limit: 200) }
        error.attempts = 1
        return error
    }

    /// Whether the request named a run by its id.
    private var asksForRun: Bool {
        ["/api/crews/results/", "/api/crew-runs/", "/api/events/"].contains { question?.contains($0) == true }
    }

    /// The service's error detail, or else the beginning of the body; nil if the body is empty.
    private var detail: String? {
        if body.isEmpty { return nil }
        guard let json = try? JSONValue(parsing: body) else { return pageTitle ?? excerpt(200) }
        guard let validation = HTTPValidationError(json) else { return excerpt(500) }
        let entries = validation.detail
        if entries.count == 1 { return shown(validation.text, limit: 1000) }
        let lines = entries.prefix(Self.mostEntries).map { "\n  " + shown($0.description, limit: 300) }
        let left = entries.count - lines.count
        return lines.joined() + (left > 0 ? "\n  and \(left) more" : "")
    }

    /// The service's validation errors, with secrets masked.
    private var validation: HTTPValidationError? {
        guard let json = try? JSONValue(parsing: body), var validation = HTTPValidationError(json) else {
            return nil
        }
        if let mask {
            for index in validation.detail.indices {
                validation.detail[index].loc = validation.detail[index].loc.map(mask.masked)
                validation.detail[index].msg = mask.masked(validation.detail[index].msg)
                validation.detail[index].type = mask.masked(validation.detail[index].type)
            }
        }
        return validation
    }

    /// The maximum number of validation errors to list.
    private static let mostEntries = 20

    /// The title of an HTML page, such as a gateway sends.
    private var pageTitle: String? {
        let text = String(decoding: body.prefix(16 << 10), as: UTF8.self)
        guard text.drop(while: \.isWhitespace).first == "<" else { return nil }
        guard let start = text.firstRange(of: "<title>")?.upperBound,
            let end = text[start...].firstRange(of: "</")?.lowerBound
        else { return "it sent a web page" }
        let title = shown(String(text[start..<end]), limit: 100)
        return title.isEmpty ? "it sent a web page" : "it sent a web page, \"\(title)\""
    }

    private func excerpt(_ limit: Int) -> String {
        shown(String(decoding: body.prefix(limit * 4), as: UTF8.self), limit: limit)
    }

    /// Text of the response, masked and fit for a sentence.
    private func shown(_ text: String, limit: Int) -> String {
        OneLine(mask?.masked(text) ?? text, limit: limit).text
    }
}

/// A request without host and authorization.
package struct HTTPCall: Sendable {
    package var method: String
    /// The percent-encoded path below the address, starting with `/api`.
    package var path: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?
    package var contentType: String

    package init(
        method: String = "GET", path: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil, contentType: String = "application/json"
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.contentType = contentType
    }
}
