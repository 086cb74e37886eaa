import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension EditLineSession {
    /// libedit's key reader: waits for a key, and handles other threads' requests meanwhile.
    /// - Returns: 1 with a key, 0 at the end of the terminal's input, -1 if the line must end.
    func readKey(into key: UnsafeMutablePointer<wchar_t>) -> Int32 {
        keysSinceMending += 1
        while true {
            takeNews()
            if !firstText.isEmpty, question == nil {
                let text = firstText
                firstText = ""
                // The prompt has been drawn already; drawing it again covers it.
                terminal.write("\r")
                insert(text)
                libedit_refresh(editor)
            }
            if let outcome {
                errno = EINTR
                return outcome == .endOfFile ? 0 : -1
            }
            if !characters.isEmpty {
                let character = characters.removeFirst()
                isQuoting = character == "\u{16}" && !isQuoting
                key.pointee = wchar_t(character.value)
                return 1
            }
            if readAhead.isEmpty, terminal.unreadBytes == 0 { mendRows() }
            if let byte = nextByte() {
                characters = characters(for: escapes.feed(byte))
                lastByte = .now
            } else if let patience, patience == .zero {
                characters = characters(for: escapes.pass())
                lastByte = .now
            }
        }
    }

    /// The time left for the next byte of an unfinished sequence.
    private var patience: Duration? {
        escapes.patience(escapeIsKey: escapeIsKey).map { max(.zero, $0 - (.now - lastByte)) }
    }

    private func takeNews() {
        // After the prompt is drawn, so that a long history file doesn't delay it.
        history.load()
        let news = mailbox.news()
        for entry in news.entries { history.remember(entry) }
        if news.wasResumed { takeTerminal(whileEditing: true) }
        showAbovePrompt(printer.take(), isNeeded: news.wasResumed || news.wasResized)
        switch news.stop {
        case .interrupted: outcome = .interrupted
        case .cancelled: outcome = .cancelled
        case .closing: outcome = .endOfFile
        case nil: break
        }
    }

    /// Reads one byte, so that what is typed ahead stays in the kernel's queue, where Ctrl-C or another program finds
    /// it.
    /// - Returns: nil if there is none yet, or at the end of input (recorded in `outcome`).
    private func nextByte() -> UInt8? {
        if let byte = readAhead.popFirst() { return byte }
        guard mailbox.wakeUp.wait(orFor: terminal.input, within: patience) else { return nil }
        var byte: UInt8 = 0
        return read(into: &byte, 1) == 1 ? byte : nil
    }

    /// Reads the rest of a bracketed paste. Stops early if the line must end.
    func readPaste() -> String {
        var bytes: [UInt8] = []
        var searched = 0
        var chunk = [UInt8](repeating: 0, count: 4096)
        while outcome == nil {
            if let end = bytes[searched...].firstRange(of: PastedText.end) {
                readAhead = bytes[end.upperBound...]
                return PastedText.text(of: bytes[..<end.lowerBound])
            }
            // The end marker may be split between two reads.
            searched = max(0, bytes.count - PastedText.end.count)
            if !readAhead.isEmpty {
                bytes += readAhead
                readAhead = []
            } else if mailbox.wakeUp.wait(orFor: terminal.input) {
                let count = read(into: &chunk, chunk.count)
                if count > 0 { bytes += chunk[..<count] }
            }
            takeNews()
        }
        return ""
    }

    /// Reads available bytes. The end of input and permanent errors become the outcome: a terminal that is gone
    /// reports EIO.
    private func read(into start: UnsafeMutableRawPointer, _ count: Int) -> Int {
        let got = systemRead(terminal.input, start, count)
        if got > 0 { return got }
        if got == 0 || (errno != EINTR && errno != EAGAIN) { outcome = .endOfFile }
        return 0
    }
}

/// Calls the system's `read`, which a method of the same name shadows.
private func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, start, count)
}
