import Synchronization

/// Masks the session's secrets in everything written to stderr: a service may repeat a key anywhere in an event, and
/// script logs are kept.
///
/// The console exists before the session knows its secrets, so the session sets the function that masks them.
package final class RemarkCover: Sendable {
    private let cover = Mutex<(@Sendable (String) -> String)?>(nil)

    /// Sets the masking function. It is called for each text, since tokens are refreshed during a session.
    package func use(_ cover: @escaping @Sendable (String) -> String) {
        self.cover.withLock { $0 = cover }
    }

    func covered(_ text: String) -> String { cover.withLock(\.self)?(text) ?? text }
}

extension ByteSink {
    /// Returns a sink for text with its secrets masked. A secret is only found within a single write.
    func covered(by cover: RemarkCover) -> ByteSink {
        ByteSink(isTerminal: isTerminal) { bytes throws(OutputFailure) in
            try write(cover.covered(String(decoding: bytes, as: UTF8.self)))
        }
    }
}
