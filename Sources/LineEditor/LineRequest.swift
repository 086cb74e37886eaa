/// A call of `line` that waits for its answer.
struct LineRequest {
    let number: Int
    let prompt: String
    let answer: CheckedContinuation<LineEditor.Reading, any Error>
}
