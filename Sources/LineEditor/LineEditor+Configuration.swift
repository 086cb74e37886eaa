extension LineEditor {
    /// The settings of an editor.
    public struct Configuration: Sendable {
        /// The program's name: lines of `~/.editrc` can be limited to one program (`editrc(5)`).
        public var program: String

        /// The file descriptor of the terminal that keys are read from. The caller owns it; it is never closed.
        public var input: Int32 = 0

        /// The file descriptor of the terminal that is drawn on. The caller owns it; it is never closed.
        public var output: Int32 = 1

        /// The path of the history file; nil keeps the history in memory. The file is created with mode 0600 and its
        /// directory, if missing, with 0700. Several editors can share a file.
        public var historyFile: String?

        /// The maximum number of history entries, at least 1.
        public var historySize: Int = 10_000

        /// Receives a sentence if the history file can't be read or written, at most once, on the editor's thread;
        /// the editor continues without the file. nil prints the sentence on the terminal.
        public var historyFailed: (@Sendable (String) -> Void)?

        /// The terminal's type; nil uses the environment's `TERM`.
        public var terminalType: String?

        /// Whether lines are bold, both prompt and text, so that they stand out from output. Has no effect on a
        /// terminal that doesn't support control sequences.
        public var hasBoldLines = false

        /// The file with the person's key bindings; nil uses the environment's `EDITRC`, or else `~/.editrc`.
        public var settingsFile: String?

        /// Provides the candidates for Tab. Called on the editor's thread, which waits for it, so it should return
        /// quickly.
        public var complete: @Sendable (CompletionRequest) -> CompletionAnswer

        /// Creates a configuration for standard input and output, without a history file.
        public init(program: String, complete: @escaping @Sendable (CompletionRequest) -> CompletionAnswer) {
            self.program = program
            self.complete = complete
        }
    }

    /// How reading a line ended.
    public enum Reading: Sendable, Equatable {
        /// Enter: the text without the newline. Pastes and Ctrl-J produce texts of several rows.
        case line(String)

        /// Ctrl-X Ctrl-E: the text, to be opened in an editor; its rows have been erased.
        case forEditor(String)

        /// Ctrl-C, or ``LineEditor/LineEditor/interrupt()``: the text is discarded and the cursor is on a new row.
        case interrupted

        /// Ctrl-D on an empty line, a terminal that is gone, or a closed editor.
        case endOfFile
    }
}
