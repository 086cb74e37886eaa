#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The user's web browser: the first command of `BROWSER`, `xdg-open` and `open` that can be started.
package struct WebBrowser: Sendable {
    /// The commands to try, split into words. `%s` in a word stands for the address, which is otherwise appended.
    package let commands: [[String]]
    private let environment: [String: String]

    package init(environment: [String: String]) {
        let listed = environment["BROWSER"]?.split(separator: ":") ?? []
        commands =
            (listed.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) } + [
                ["xdg-open"], ["open"],
            ])
            .filter { !$0.isEmpty }
        self.environment = environment
    }

    /// Opens an address without waiting for the browser.
    /// - Returns: whether a browser was started.
    package func open(_ address: String) -> Bool {
        commands.contains { start(Self.words($0, address: address)) }
    }

    /// The words of a command with the address inserted.
    package static func words(_ command: [String], address: String) -> [String] {
        if command.contains(where: { $0.contains("%s") }) {
            return command.map { $0.replacing("%s", with: address) }
        }
        return command + [address]
    }

    /// Starts a program in a new session, detached from the terminal and out of reach of Ctrl-C.
    ///
    /// The intermediate shell exits immediately, so no child is left to reap. It gets the words as parameters and
    /// doesn't parse them.
    private func start(_ words: [String]) -> Bool {
        let script = "command -v -- \"$1\" >/dev/null 2>&1 || exit 127; \"$@\" &"
        let process = ShellProgram.start(
            ["sh", "-c", script, "sh"] + words, environment: environment, flags: ShellProgram.newSession
        ) { actions in
            for descriptor: Int32 in 0...2 {
                posix_spawn_file_actions_addopen(
                    &actions, descriptor, "/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY, 0)
            }
        }
        guard let process else { return false }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        return status == 0
    }
}
