import Synchronization

/// Where printed text goes: straight to the terminal, or, while a line is edited, to the editor's thread.
///
/// One lock holds for the writing too, so that text never falls into the first drawing of a prompt.
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

    /// Prints, or keeps the text for the thread.
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

    /// Keeps the text for the thread, now or when the next line is edited.
    /// - Returns: whether the thread has something to do.
    func announce(_ text: String) -> Bool {
        state.withLock { state in
            state.texts.append(text.hasSuffix("\n") ? text : text + "\n")
            return state.isEditing
        }
    }

    /// Writes a control sequence that moves nothing, if a line is edited.
    func writeIfEditing(_ sequence: String) {
        state.withLock { state in
            if state.isEditing { terminal.write(sequence) }
        }
    }

    func beginEditing() {
        state.withLock { $0.isEditing = true }
    }

    /// What was printed since the last call.
    func take() -> String {
        state.withLock { state in
            defer { state.texts = [] }
            return state.texts.joined()
        }
    }

    /// Prints what came too late to appear above the prompt.
    func endEditing() {
        state.withLock { state in
            terminal.write(state.texts.joined())
            state = State()
        }
    }
}
