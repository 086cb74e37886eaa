#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The person's web browser: the first that can be started of those that `BROWSER` lists, `xdg-open` and `open`.
package struct WebBrowser: Sendable {
    /// The commands to try, each as its words; `%s` in a word stands for the address, which otherwise comes last.
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

    /// Starts it, and doesn't wait for it.
    /// - Returns: whether any could be started.
    package func open(_ address: String) -> Bool {
        commands.contains { start(Self.words($0, address: address)) }
    }

    /// The words of a command with the address in its place.
    package static func words(_ command: [String], address: String) -> [String] {
        if command.contains(where: { $0.contains("%s") }) {
            return command.map { $0.replacing("%s", with: address) }
        }
        return command + [address]
    }

    /// Starts a program in a session of its own, where no Ctrl-C reaches it, with no terminal to write on.
    ///
    /// The shell in between ends at once, so nothing is left to wait for; it sees the words as arguments and reads none of
    /// them as its own language.
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
