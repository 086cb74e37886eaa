/// Why a table can't be drawn as somebody wants it.
package struct ChartRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as a sentence.
    package let message: String
    /// What to do about it, as a sentence.
    package let advice: String?

    init(_ message: String, advice: String? = nil) {
        self.message = message
        self.advice = advice
    }

    package var description: String { advice.map { "\(message) \($0)" } ?? message }
}
