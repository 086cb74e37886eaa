/// How a command ended, and its standard output.
struct CommandOutcome: Sendable, Hashable {
    enum Ending: Sendable, Hashable {
        case exited(Int32)
        case signaled(Int32)
    }

    var ending: Ending
    var output: [UInt8]
}

extension CommandOutcome {
    /// The outcome encoded for another process: how the command ended, in five bytes, and its output.
    var bytes: [UInt8] {
        let (kind, code): (UInt8, Int32) =
            switch ending {
            case .exited(let status): (0, status)
            case .signaled(let signal): (1, signal)
            }
        let number = UInt32(bitPattern: code)
        return [kind] + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
            + output
    }

    /// Decodes ``bytes``; nil if they aren't an encoded outcome.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 5, bytes[0] <= 1 else { return nil }
        let code = Int32(bitPattern: bytes[1..<5].reduce(0) { $0 << 8 | UInt32($1) })
        self.init(ending: bytes[0] == 0 ? .exited(code) : .signaled(code), output: Array(bytes[5...]))
    }
}
