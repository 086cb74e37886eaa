#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program that shows long output: `PAGER`, or by default `less -FRX`.
package struct Pager: Sendable {
    /// The command line, run by `sh -c`.
    package let command: String
    /// The environment of the command.
    let environment: [String: String]

    /// Returns nil if there is no pager: `PAGER` is empty, the terminal is dumb, or `less` isn't installed.
    /// - Parameter isProgram: returns whether a path is an executable.
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
        // The output is UTF-8, whatever LANG says.
        var environment = environment
        if environment["LESSCHARSET"] == nil { environment["LESSCHARSET"] = "utf-8" }
        // It has colours, which less shows as ESC[1m without -R. -F and -X keep short output on the screen.
        if environment["LESS"] == nil { environment["LESS"] = "FRX" }
        self.environment = environment
    }

    /// Shows `bytes` until the user quits the pager. Ctrl-C goes to the pager meanwhile.
    /// - Parameter interrupt: returns at the next Ctrl-C. It gets the ones that also reach this process, which is
    ///   the case only if the terminal isn't this process's standard input.
    /// - Throws: `CancellationError`, after asking the pager to terminate.
    package func show(
        _ bytes: [UInt8], interrupt: @escaping @Sendable () async throws -> Void
    ) async throws -> Ending {
        let program = ForegroundProgram(script: command, environment: environment)
        return try await withThrowingTaskGroup(of: Ending?.self) { group in
            defer { group.cancelAll() }
            group.addTask { Ending(try await program.run(reading: .bytes(bytes))) }
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
                // If the pager, or the shell around it, died of Ctrl-C, that is what the user wanted.
                return wasInterrupted && ending.isFailure ? .left : ending
            }
            throw CancellationError()
        }
    }

    /// How the pager ended.
    package enum Ending: Sendable, Hashable {
        /// The user quit, or read to the end.
        case left
        /// The program doesn't exist.
        case notStarted
        /// It exited with this nonzero status.
        case failed(Int32)
        /// It was killed by this signal.
        case killed(Int32)

        init(_ ending: ForegroundProgram.Ending) {
            switch (ending, ending.signal) {
            case (.exited(0), _): self = .left
            // Ctrl-C may have killed the pager, or the program that its shell was waiting for.
            case (_, SIGINT): self = .left
            case (_, let signal?): self = .killed(signal)
            case (.notStarted, _), (.exited(126), _), (.exited(127), _), (.killed, _): self = .notStarted
            case (.exited(let status), _): self = .failed(status)
            }
        }

        var isFailure: Bool {
            switch self {
            case .left, .notStarted: false
            case .failed, .killed: true
            }
        }
    }
}

extension Pager {
    /// Returns whether a path is an executable.
    static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }
}
