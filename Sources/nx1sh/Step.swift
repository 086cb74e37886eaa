import Synchronization

/// One `-c` or `-f`, with its position among all of them: the argument parser keeps two lists and forgets how they mixed.
struct Step: Sendable {
    enum Content: Sendable {
        case line(String)
        case file(String)
    }

    let position: Int
    let content: Content

    private static let count = Mutex(0)

    static func line(_ text: String) -> Step { Step(.line(text)) }

    static func file(_ path: String) -> Step { Step(.file(path)) }

    private init(_ content: Content) {
        // The parser hands the values over in their order on the command line.
        position = Self.count.withLock { count in
            count += 1
            return count
        }
        self.content = content
    }
}
