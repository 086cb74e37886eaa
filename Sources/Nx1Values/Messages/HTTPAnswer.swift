package import Nx1Events

/// A whole answer.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var contentType: String?
    var location: String?
    /// How long the service asks to be left alone, counted from when the answer came.
    var retryAfter: Duration?
    /// The service's own name for this request, if it sent one.
    var requestID: String?
    package var body: [UInt8]
    /// What to do next if this is a 401.
    package var signInAdvice: String?
    /// Which sign-in that is about, if it is known.
    package var signInProblem: Nx1Error.Problem?
    /// What was asked, such as `GET /api/crews/types`.
    package var question: String?
    /// Hides what the request was signed with, should the answer repeat it.
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
    /// The head of an answer.
    /// - Parameters:
    ///   - secondsSince1970: now.
    ///   - field: the first value of the header field of a name, if there is one.
    package init(status: Int, at secondsSince1970: Double, field: (String) -> String?) {
        let pause = RetryAfter(field: field("Retry-After"), milliseconds: field("Retry-After-Ms"))
        self.init(
            status: status, contentType: field("Content-Type"), location: field("Location"),
            retryAfter: pause.wait(at: secondsSince1970),
            requestID: Self.requestIDFields.lazy.compactMap(field).first
                .map { OneLine($0, limit: 200).text },
            body: [])
    }

    private static let requestIDFields = ["x-request-id", "request-id", "x-trace-id"]

    package var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether the service asks, or has reason to ask, to try again later: 408, 429, and 5xx but 501 and 505.
    package var isPassingFailure: Bool {
        switch status {
        case 408, 429: true
        case 501, 505: false
        default: status >= 500
        }
    }

    /// The body as JSON.
    /// - Throws: ``Nx1Error``: what the status says, or `notUnderstood` with the beginning of what came.
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

    /// The most values that are taken, as each takes some seventy bytes. Seldom is an answer as long that it may have more.
    private static let mostValues = 10_000_000

    /// The body as JSON, where nobody is promised it as it came: without what the request was signed with, should it repeat that.
    /// - Throws: as ``json(from:)``.
    package func coveredJSON(from address: ServiceAddress) throws(Nx1Error) -> JSONValue {
        let json = try json(from: address)
        return mask?.masked(json) ?? json
    }

    /// An error that quotes the beginning of what came.
    package func notUnderstood(from address: ServiceAddress, reason: String) -> Nx1Error {
        let came = body.isEmpty ? "It's empty." : "It starts with: \(excerpt(200))"
        return error(
            .notUnderstood, "Couldn't parse the response from \(address): \(reason). \(came)",
            advice: Self.hostAdvice)
    }

    /// The error that a status other than 2xx stands for, with what the service said about it.
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
                .notFound, "\(address) doesn't know \(question ?? "this") (404)\(said)", advice: advice)
        case 422:
            return error(
                .refused, "The service refused the request (422)\(said)",
                advice: validation == nil ? Nx1Error.Problem.requestAdvice : nil,
                problem: validation.map { .invalidRequest($0) })
        case 429:
            return error(
                .tooManyRequests, "The service is rate limiting you (429)\(said)",
                advice: "Try again later.")
        case 400..<500:
            return error(
                .refused, "The service refused the request (\(status))\(said)",
                advice: "Change the request before you try again.")
        case 500...:
            return error(
                .serviceFailed, "The service failed (\(status))\(said)",
                advice: "The problem is on the service's side. Try again later.")
        default:
            return error(
                .notUnderstood, "The service responded with an unexpected status (\(status))\(said)")
        }
    }

    private static let hostAdvice = "Check that the host is the address of the Nx1 AI API."

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

    /// Whether a run was asked for by its id.
    private var asksForRun: Bool {
        ["/api/crews/results/", "/api/crew-runs/", "/api/events/"].contains { question?.contains($0) == true }
    }

    /// What the service says in its own shape; of any other body, its beginning; nil if there is none.
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

    /// What the service has against a request, without what is secret.
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

    /// So many of the things that are wrong with a request are named.
    private static let mostEntries = 20

    /// What a page meant for a browser, such as a gateway sends, is called.
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

    /// Text of the answer, fit to stand in a sentence.
    private func shown(_ text: String, limit: Int) -> String {
        OneLine(mask?.masked(text) ?? text, limit: limit).text
    }
}

/// One request, before it has a host and a signature.
package struct HTTPCall: Sendable {
    package var method: String
    /// The path below the address, from `/api` on, percent-encoded.
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
