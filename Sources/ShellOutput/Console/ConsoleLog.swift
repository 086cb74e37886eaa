package import Logging

/// A log handler that writes the client library's messages as notes on stderr.
package struct ConsoleLog: LogHandler {
    private let console: Console
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]

    init(_ console: Console, level: Logger.Level) {
        self.console = console
        logLevel = level
    }

    package func log(event: LogEvent) {
        console.note("nx1sh: \(event.message)")
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}

extension Console {
    /// Returns a logger that writes its messages as notes.
    package func logger(level: Logger.Level) -> Logger {
        Logger(label: "nx1sh") { _ in ConsoleLog(self, level: level) }
    }
}
