/// The reason why a chart can't be drawn as requested.
package struct ChartRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// The problem, as a sentence.
    package let message: String
    /// The advice, as a sentence.
    package let advice: String?

    init(_ message: String, advice: String? = nil) {
        self.message = message
        self.advice = advice
    }

    package var description: String { advice.map { "\(message) \($0)" } ?? message }
}
