/// What can stand where the cursor is.
public struct CompletionAnswer: Sendable {
    /// How many characters before the cursor a candidate replaces; more than there are means all of them.
    public var replacing: Int

    /// The candidates, in the order in which they are shown. None: the terminal beeps.
    public var candidates: [Candidate]

    /// An answer with `candidates` that take the place of the `replacing` characters before the cursor.
    public init(replacing: Int, candidates: [Candidate]) {
        self.replacing = replacing
        self.candidates = candidates
    }
}
