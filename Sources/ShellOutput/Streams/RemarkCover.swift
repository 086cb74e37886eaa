import Synchronization

/// Covers the secrets of a session in everything that is written to stderr: a service may repeat a key in any word of an event, and
/// logs of scripts are kept.
///
/// The console is there before the session knows its secrets, and the session tells it how to cover them.
package final class RemarkCover: Sendable {
    private let cover = Mutex<(@Sendable (String) -> String)?>(nil)

    /// Covers by `cover` from now on, which is asked for each text: secrets change as tokens do.
    package func use(_ cover: @escaping @Sendable (String) -> String) {
        self.cover.withLock { $0 = cover }
    }

    func covered(_ text: String) -> String { cover.withLock(\.self)?(text) ?? text }
}

extension ByteSink {
    /// The same sink for text, whose secrets are covered. A secret is found within what is written at once.
    func covered(by cover: RemarkCover) -> ByteSink {
        ByteSink(isTerminal: isTerminal) { bytes throws(OutputFailure) in
            try write(cover.covered(String(decoding: bytes, as: UTF8.self)))
        }
    }
}
