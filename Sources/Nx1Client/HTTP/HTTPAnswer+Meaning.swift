extension HTTPAnswer {
    var isSuccess: Bool { (200..<300).contains(status) }

    /// Whether the service asks, or has reason to ask, to try again later: 408, 429, and 5xx but 501 and 505.
    var isPassingFailure: Bool {
        switch status {
        case 408, 429: true
        case 501, 505: false
        default: status >= 500
        }
    }

    /// The body as JSON.
    /// - Throws: ``Nx1Error``: what the status says, or `notUnderstood` with the beginning of what came.
    func json(from address: ServiceAddress) throws(Nx1Error) -> JSONValue {
        if !isSuccess { throw refusal(from: address) }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw notUnderstood(from: address, reason: "it is not JSON (\(error))")
        }
    }

    /// An error that quotes the beginning of what came.
    func notUnderstood(from address: ServiceAddress, reason: String) -> Nx1Error {
        let came = body.isEmpty ? "It was empty." : "It begins: \(excerpt(200))"
        return error(
            .notUnderstood, "The answer of \(address) can't be understood: \(reason). \(came)",
            advice: "Is this the address of the Nx1 AI API?")
    }

    /// The error that a status other than 2xx stands for, with what the service said about it.
    func refusal(from address: ServiceAddress) -> Nx1Error {
        let said = detail.map { ": \($0)" } ?? "."
        switch status {
        case 300..<400:
            let target = location.map { " to \(OneLine($0, limit: 200))" } ?? ""
            return error(
                .notUnderstood, "\(address) redirects\(target), and redirects are not followed.",
                advice: "Give the address it names, if it is the right one, with --host.")
        case 401:
            return error(
                .notSignedIn, "\(address) doesn't accept the sign-in (401)\(said)", advice: signInAdvice)
        case 403:
            return error(
                .notAllowed, "You are not allowed to do this at \(address) (403)\(said)",
                advice: "Ask for the permission, or sign in as somebody who has it.")
        case 404:
            return error(.notFound, "\(address) doesn't know this (404)\(said)")
        case 422:
            return error(.refused, "The service refused the request (422)\(said)")
        case 429:
            return error(
                .tooManyRequests, "The service asks to slow down (429)\(said)",
                advice: "Try again in a while.")
        case 400..<500:
            return error(.refused, "The service refused the request (\(status))\(said)")
        case 500...:
            return error(
                .serviceFailed, "The service failed (\(status))\(said)",
                advice: "The fault is on its side; try again in a while.")
        default:
            return error(
                .notUnderstood, "The service answered with status \(status), which means nothing here\(said)")
        }
    }

    private func error(_ code: Nx1Error.Code, _ message: String, advice: String? = nil) -> Nx1Error {
        var error = Nx1Error(code, message, advice: advice, httpStatus: status)
        error.isWithoutEffect = (300..<500).contains(status) && status != 408
        error.retryAfter = retryAfter
        error.requestID = requestID
        error.attempts = 1
        return error
    }

    /// What the service says in its own shape; of any other body, its beginning; nil if there is none.
    private var detail: String? {
        if body.isEmpty { return nil }
        guard let json = try? JSONValue(parsing: body) else { return excerpt(200) }
        if let validation = HTTPValidationError(json) {
            return validation.detail.count == 1
                ? OneLine(validation.text, limit: 1000).text
                : "\n"
                    + validation.detail.prefix(50).map { "  " + OneLine($0.description, limit: 500).text }
                    .joined(separator: "\n")
        }
        return excerpt(500)
    }

    private func excerpt(_ limit: Int) -> String {
        OneLine(String(decoding: body.prefix(limit * 4), as: UTF8.self), limit: limit).text
    }
}
