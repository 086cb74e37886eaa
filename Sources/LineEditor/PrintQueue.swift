import Synchronization

/// The destination of printed text: the terminal, or the editor's thread while a line is edited.
///
/// One lock also covers the writing, so that text never mixes with the first drawing of a prompt.
final class PrintQueue: Sendable {
    private struct State {
        var isEditing = false
        var texts: [String] = []
    }

    private let terminal: Terminal
    private let state = Mutex(State())

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// Prints the text, or queues it for the thread.
    /// - Returns: whether the thread has something to do.
    func print(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        let text = text.hasSuffix("\n") ? text : text + "\n"
        return state.withLock { state in
            guard state.isEditing else {
                terminal.write(text)
                return false
            }
            state.texts.append(text)
            return true
        }
    }

    /// Queues the text for the thread, now or when the next line is edited.
    /// - Returns: whether the thread has something to do.
    func announce(_ text: String) -> Bool {
        state.withLock { state in
            state.texts.append(text.hasSuffix("\n") ? text : text + "\n")
            return state.isEditing
        }
    }

    /// Writes a control sequence that doesn't move the cursor, if a line is being edited.
    func writeIfEditing(_ sequence: String) {
        state.withLock { state in
            if state.isEditing { terminal.write(sequence) }
        }
    }

    func beginEditing() {
        state.withLock { $0.isEditing = true }
    }

    /// Returns and clears the text printed since the last call.
    func take() -> String {
        state.withLock { state in
            defer { state.texts = [] }
            return state.texts.joined()
        }
    }

    /// Prints text that came too late to appear above the prompt.
    func endEditing() {
        state.withLock { state in
            terminal.write(state.texts.joined())
            state = State()
        }
    }
}
