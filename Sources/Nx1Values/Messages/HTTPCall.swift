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
