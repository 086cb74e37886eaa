import Synchronization

/// A value that a closure passes to a test.
final class Box<Value: Sendable>: Sendable {
    private let content: Mutex<Value?>

    init(_ value: Value? = nil) {
        content = Mutex(value)
    }

    var value: Value? {
        get { content.withLock(\.self) }
        set { content.withLock { $0 = newValue } }
    }
}
