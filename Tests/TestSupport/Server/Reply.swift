/// The reply of a ``ScriptedServer`` to a request: a list of steps, including ones that no correct server takes.
///
///     Reply.json(#"{"status": "running"}"#)
///     Reply.response(503, body: "busy")
///     Reply.head(200, ["Content-Length": "100"]).then("half of it").thenReset()
///     Reply.head(200, ["Content-Type": "text/event-stream"]).then(drip)
public struct Reply: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case drip(Drip)
        case close
        case reset
        case silence
    }

    let steps: [Step]

    private func appending(_ step: Step) -> Reply { Reply(steps: steps + [step]) }

    // MARK: Whole responses

    /// A complete response with a `Content-Length`; the connection stays open for another request.
    public static func response(
        _ status: Int = 200, _ headers: KeyValuePairs<String, String> = [:], body: String = ""
    ) -> Reply {
        let length = status == 204 || status == 304 ? "" : "Content-Length: \(body.utf8.count)\r\n"
        return Reply(steps: [.send(Array((fields(status, headers) + length + "\r\n" + body).utf8))])
    }

    /// A complete JSON response.
    public static func json(_ body: String, status: Int = 200) -> Reply {
        response(status, ["Content-Type": "application/json"], body: body)
    }

    /// A complete stream of Server-Sent Events with a `Content-Length`.
    public static func events(_ body: String) -> Reply {
        response(200, ["Content-Type": "text/event-stream"], body: body)
    }

    // MARK: Parts

    /// The status line, the header fields, and the blank line after them.
    public static func head(_ status: Int = 200, _ headers: KeyValuePairs<String, String> = [:]) -> Reply {
        Reply(steps: [.send(Array((fields(status, headers) + "\r\n").utf8))])
    }

    /// Raw bytes.
    public static func bytes(_ bytes: [UInt8]) -> Reply { Reply(steps: [.send(bytes)]) }

    /// Raw text.
    public static func bytes(_ text: String) -> Reply { bytes(Array(text.utf8)) }

    /// Never answers. The connection stays open until the client closes it.
    public static var silence: Reply { Reply(steps: [.silence]) }

    /// Closes the connection without an answer.
    public static var close: Reply { Reply(steps: [.close]) }

    /// Resets the connection (TCP RST) without an answer.
    public static var reset: Reply { Reply(steps: [.reset]) }

    // MARK: Following steps

    /// Sends more text.
    public func then(_ text: String) -> Reply { appending(.send(Array(text.utf8))) }

    /// Sends more bytes.
    public func then(_ bytes: [UInt8]) -> Reply { appending(.send(bytes)) }

    /// Sends a chunk of the chunked transfer coding (RFC 9112, section 7.1).
    public func thenChunk(_ text: String) -> Reply {
        then(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
    }

    /// Ends a chunked body.
    public func thenLastChunk() -> Reply { then("0\r\n\r\n") }

    /// Sends what the test passes to the drip, until the drip ends.
    public func then(_ drip: Drip) -> Reply { appending(.drip(drip)) }

    /// Closes the connection (TCP FIN).
    public func thenClose() -> Reply { appending(.close) }

    /// Resets the connection (TCP RST). Bytes that the client hasn't read may be lost.
    public func thenReset() -> Reply { appending(.reset) }

    /// Sends nothing more, and keeps the connection open until the client closes it.
    public func thenSilence() -> Reply { appending(.silence) }

    private static func fields(_ status: Int, _ headers: KeyValuePairs<String, String>) -> String {
        "HTTP/1.1 \(status) Scripted\r\n" + headers.map { "\($0.key): \($0.value)\r\n" }.joined()
    }
}
