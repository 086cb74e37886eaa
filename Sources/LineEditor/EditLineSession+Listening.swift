#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The state of listening for a key between two lines.
struct KeyHearing {
    let listener: KeyListener
    var key: LoneKey
    /// Whether something else was typed, which is left in the terminal's queue.
    var isOver: Bool
}

extension EditLineSession {
    /// Waits between two lines for other threads' requests, and meanwhile for the listener's key, if there is a
    /// listener.
    func wait(listening listener: KeyListener?) {
        guard let listener, holdsTerminal, isEditing, terminal.understandsSequences else {
            stopListening()
            _ = mailbox.wakeUp.wait()
            return
        }
        if hearing?.listener.number != listener.number {
            stopListening()
            hearing = KeyHearing(
                listener: listener, key: LoneKey(listener.key), isOver: !readAhead.isEmpty || listener.isLate)
        }
        hear()
    }

    /// Stops listening. A key still in doubt goes to the next line.
    func stopListening() {
        guard var heard = hearing else { return }
        hearing = nil
        report(heard.key.giveBack(at: .now), to: heard.listener)
    }

    /// Discards bytes already read from the terminal.
    func forgetKeys() {
        readAhead = []
        if let hearing {
            self.hearing = KeyHearing(
                listener: hearing.listener, key: LoneKey(hearing.key.key), isOver: false)
        }
    }

    private func hear() {
        guard var heard = hearing else { return }
        let hasInput = mailbox.wakeUp.wait(
            orFor: heard.isOver ? -1 : terminal.input, within: heard.key.patience(at: .now))
        var outcome = heard.key.pass(to: .now)
        if hasInput {
            var byte: UInt8 = 0
            // Several bytes at once are a paste, a key's sequence, or fast typing: leave them in the queue.
            if terminal.unreadBytes == 1, isInForeground, read(terminal.input, &byte, 1) == 1 {
                let next = heard.key.feed(byte, at: .now)
                outcome.presses += next.presses
                outcome.typed = next.typed
                heard.isOver = byte != heard.key.key
            } else {
                let next = heard.key.giveBack(at: .now)
                outcome.presses += next.presses
                outcome.typed = next.typed
                heard.isOver = true
            }
        }
        hearing = heard
        report(outcome, to: heard.listener)
    }

    private func report(_ outcome: LoneKey.Outcome, to listener: KeyListener) {
        readAhead += outcome.typed
        for press in outcome.presses { listener.report(press) }
    }

    /// In the background, keys belong to another program.
    private var isInForeground: Bool {
        let group = tcgetpgrp(terminal.input)
        return group == -1 || group == getpgrp()
    }
}
