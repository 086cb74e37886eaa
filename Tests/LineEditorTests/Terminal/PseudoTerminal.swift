import Foundation
import Synchronization
import TestSupport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A terminal in this process: the editor gets its inner end, and the test types at and reads from the outer end.
final class PseudoTerminal: Sendable {
    /// The descriptor for the editor.
    let inner: Int32
    private let outer: Int32
    private let stop: (reading: Int32, writing: Int32)
    private let state: Mutex<State>

    private struct State {
        var picture: ScreenPicture
        var watchers: [UUID: AsyncStream<ScreenPicture>.Continuation] = [:]
        var isOpen = true
        var isReading = true
    }

    init(rows: Int = 24, columns: Int = 80) throws {
        var (outer, inner): (Int32, Int32) = (-1, -1)
        var ends: [Int32] = [-1, -1]
        guard openpty(&outer, &inner, nil, nil, nil) == 0, pipe(&ends) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
        (self.outer, self.inner) = (outer, inner)
        stop = (ends[0], ends[1])
        state = Mutex(State(picture: ScreenPicture(rows: rows, columns: columns)))
        setSize(rows: rows, columns: columns)
        Thread.detachNewThread { [self] in watch() }
    }

    /// The screen's content.
    var picture: ScreenPicture { state.withLock { $0.picture } }

    /// The terminal's modes.
    var modes: termios {
        var modes = termios()
        tcgetattr(inner, &modes)
        return modes
    }

    /// Whether the terminal itself echoes and assembles lines, as without an editor.
    var isCooked: Bool { modes.c_lflag & tcflag_t(ECHO | ICANON) == tcflag_t(ECHO | ICANON) }

    /// The number of unread bytes.
    var unreadKeys: Int32 {
        var count: Int32 = 0
        _ = ioctl(inner, UInt(FIONREAD), &count)
        return count
    }

    /// Types keys.
    func type(_ text: String) { type(Array(text.utf8)) }

    func type(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(outer, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Pastes like a terminal in bracketed mode: newlines become CR.
    func paste(_ text: String) {
        type("\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~")
    }

    /// Changes the size, and clears the screen's content.
    func resize(rows: Int, columns: Int) {
        state.withLock { $0.picture = ScreenPicture(rows: rows, columns: columns) }
        setSize(rows: rows, columns: columns)
    }

    private func setSize(rows: Int, columns: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(outer, UInt(TIOCSWINSZ), &size)
    }

    /// Closes the terminal, like a closed window.
    func vanish() async throws {
        guard state.withLock({ $0.isOpen }) else { return }
        var byte: UInt8 = 0
        write(stop.writing, &byte, 1)
        try await eventually("the end of the watching") { !state.withLock { $0.isReading } }
        state.withLock { $0.isOpen = false }
        close(outer)
    }

    /// Closes everything.
    func end() async throws {
        try await vanish()
        for descriptor in [inner, stop.reading, stop.writing] { close(descriptor) }
    }
}

// MARK: - Reading the screen
extension PseudoTerminal {
    /// Waits until the screen satisfies a condition.
    func waits(for what: String, until isThere: @escaping @Sendable (ScreenPicture) -> Bool) async throws {
        let (changes, watcher) = AsyncStream<ScreenPicture>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        state.withLock { state in
            state.watchers[id] = watcher
            watcher.yield(state.picture)
        }
        defer { _ = state.withLock { $0.watchers.removeValue(forKey: id) } }
        try await within(what: { [self] in "\(what); there was: \(picture.rows)" }) {
            for await picture in changes where isThere(picture) { return }
        }
    }

    /// Waits until the cursor is at the end of the row `row`.
    func waits(forRow row: String) async throws {
        try await waits(for: "the row \"\(row)\"") { $0.beforeCursor == row }
    }

    /// Waits until the screen shows exactly these rows.
    func waits(forRows rows: [String]) async throws {
        try await waits(for: "the rows \(rows)") { $0.rows == rows }
    }

    private func watch() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            var wanted = [
                pollfd(fd: outer, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.reading, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&wanted, 2, -1) < 0 { continue }
            if wanted[1].revents != 0 { break }
            let count = read(outer, &chunk, chunk.count)
            guard count > 0 else { break }
            state.withLock { state in
                state.picture.take(chunk[..<count])
                for watcher in state.watchers.values { watcher.yield(state.picture) }
            }
        }
        state.withLock { $0.isReading = false }
    }
}
