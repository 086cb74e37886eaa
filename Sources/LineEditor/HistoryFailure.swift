/// Why the history file can't be used.
struct HistoryFailure: Error, Equatable {
    let action: String
    let path: String
    let code: Int32

    init(_ action: String, _ path: String, _ code: Int32) {
        self.action = action
        self.path = path
        self.code = code
    }

    /// What happened and what follows, in a sentence.
    var sentence: String {
        "\(reason): what you type is remembered for this session only."
    }

    /// What happened, without the stop at the end.
    var reason: String {
        "The history file \(VisibleText.row(path)) can't be \(action) (\(SystemText.message(of: code)))"
    }
}
