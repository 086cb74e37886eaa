import NIOHTTP1

extension HTTPAnswer {
    /// - Parameter secondsSince1970: now.
    init(_ head: HTTPResponseHead, at secondsSince1970: Double) {
        let headers = head.headers
        let pause = RetryAfter(
            field: headers.first(name: "Retry-After"), milliseconds: headers.first(name: "Retry-After-Ms"))
        self.init(
            status: Int(head.status.code), contentType: headers.first(name: "Content-Type"),
            location: headers.first(name: "Location"), retryAfter: pause.wait(at: secondsSince1970),
            requestID: Self.requestIDFields.lazy.compactMap { headers.first(name: $0) }.first
                .map { OneLine($0, limit: 200).text },
            body: [])
    }

    private static let requestIDFields = ["x-request-id", "request-id", "x-trace-id"]
}
