extension LineEditor {
    /// What an editor works with.
    public struct Configuration: Sendable {
        /// The program's name: lines of `~/.editrc` may be meant for one program only (`editrc(5)`).
        public var program: String

        /// The file descriptor of the terminal that keys come from. It stays the caller's and open.
        public var input: Int32 = 0

        /// The file descriptor of the terminal that is drawn on. It stays the caller's and open.
        public var output: Int32 = 1

        /// The path of the history file; nil keeps the history in memory. The file is made with mode 0600 and its
        /// folder, if missing, with 0700. Several editors may share a file.
        public var historyFile: String?

        /// How many entries of history are kept, at least 1.
        public var historySize: Int = 10_000

        /// Gets a sentence when the history file can't be read or written, once in the life of the editor, on the
        /// editor's thread; the editor goes on without the file. nil prints the sentence on the terminal.
        public var historyFailed: (@Sendable (String) -> Void)?

        /// The terminal's type, as in the environment's `TERM`, which it stands for if nil.
        public var terminalType: String?

        /// Whether lines are bold, the prompt and the text behind it, so that they stand out among what is printed. It has
        /// no effect on a terminal that understands no control sequences.
        public var hasBoldLines = false

        /// The file with a person's own key bindings; nil: the environment's `EDITRC`, or else `~/.editrc`.
        public var settingsFile: String?

        /// Answers Tab. Called on the editor's thread, which does nothing else meanwhile: it should be quick.
        public var complete: @Sendable (CompletionRequest) -> CompletionAnswer

        /// A configuration for standard input and output, without a history file.
        public init(program: String, complete: @escaping @Sendable (CompletionRequest) -> CompletionAnswer) {
            self.program = program
            self.complete = complete
        }
    }

    /// How the reading of a line ended.
    public enum Reading: Sendable, Equatable {
        /// Enter: the text without the newline. A paste, or Ctrl-J, makes a text of several rows.
        case line(String)

        /// Ctrl-X Ctrl-E: the text, for an editor to have; its rows are gone from the screen.
        case forEditor(String)

        /// Ctrl-C, as ``LineEditor/LineEditor/interrupt()``: what was typed is dropped, and the cursor is on a new row.
        case interrupted

        /// Ctrl-D on an empty line, a terminal that is gone, or an editor that is closed.
        case endOfFile
    }
}
