import Logging
import Synchronization

/// The log messages of a client.
final class Heard: Sendable {
    private let all = Mutex<[String]>([])

    var messages: [String] { all.withLock { $0 } }

    /// A logger that records everything.
    var logger: Logger { Logger(label: "test") { _ in Ear(heard: self) } }

    private struct Ear: LogHandler {
        let heard: Heard
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        func log(event: LogEvent) {
            heard.all.withLock { $0.append("\(event.level): \(event.message)") }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
    }
}
