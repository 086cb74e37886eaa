/// The program that shows what is longer than a window: `PAGER`, else `less -FRX`.
package struct Pager: Sendable {
    /// A line for the system's shell.
    package let command: String
    /// Variables for it.
    let environment: [String: String]

    /// Nil where there is none: an empty `PAGER`, a terminal that no pager works on, no less on the machine.
    /// - Parameter isProgram: whether there is a program at a path.
    package init?(environment: [String: String], isProgram: (String) -> Bool = Self.isExecutable) {
        if ["", "dumb"].contains(environment["TERM"] ?? "") { return nil }
        if let command = environment["PAGER"] {
            if command.allSatisfy(\.isWhitespace) { return nil }
            self.command = command
        } else {
            let folders = (environment["PATH"] ?? "").split(separator: ":")
            guard folders.contains(where: { isProgram("\($0)/less") }) else { return nil }
            command = "less -FRX"
        }
        // What it gets is UTF-8, whatever LANG says.
        var environment = environment
        if environment["LESSCHARSET"] == nil { environment["LESSCHARSET"] = "utf-8" }
        self.environment = environment
    }

    /// Shows `bytes` until the person leaves. Ctrl-C is the pager's meanwhile.
    /// - Parameter interrupt: returns at the next Ctrl-C.
    /// - Throws: `CancellationError`; the pager is told to end then.
    package func show(
        _ bytes: [UInt8], interrupt: @escaping @Sendable () async throws -> Void
    ) async throws -> Ending {
        let modes = TerminalModes()
        defer { modes.restore() }
        guard let process = PagerProcess.start(command, environment: environment) else { return .notStarted }
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await process.feed(bytes) }
            func listen() {
                group.addTask {
                    try await interrupt()
                    return nil
                }
            }
            listen()
            var wasInterrupted = false
            while let event = try await group.next() {
                guard let ending = event else {
                    wasInterrupted = true
                    listen()
                    continue
                }
                // What Ctrl-C did to the pager, or to the system's shell around it, is what the person wanted.
                return wasInterrupted && ending.isFailure ? .left : ending
            }
            throw CancellationError()
        }
    }

    /// How it went.
    package enum Ending: Sendable, Hashable {
        /// The person has read, or left.
        case left
        /// There is no such program.
        case notStarted
        /// It says that it failed, by its exit status.
        case failed(Int32)
        /// A signal ended it.
        case killed(Int32)

        var isFailure: Bool {
            switch self {
            case .left, .notStarted: false
            case .failed, .killed: true
            }
        }
    }
}
