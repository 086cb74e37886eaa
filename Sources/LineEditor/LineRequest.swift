/// A call of `line` that waits for its answer.
struct LineRequest {
    let number: Int
    let prompt: String
    /// What stands in the line at first.
    let text: String
    let answer: CheckedContinuation<LineEditor.Reading, any Error>
}
