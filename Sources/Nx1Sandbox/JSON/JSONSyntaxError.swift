/// Why a body is no JSON, in the words of Python's `json` module, which FastAPI passes on.
struct JSONSyntaxError: Error, Equatable {
    /// The reason, such as `Expecting value`.
    let reason: String
    /// Where, counted in Unicode scalars from the beginning of the body.
    let position: Int
}
