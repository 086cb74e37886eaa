import Nx1Client

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The completion scripts that the argument parser makes, without the subcommand `help`, which it puts into them although
/// the program has no subcommands. It is more than a wrong offer: with it, and a QUESTION of any number of words, zsh
/// refuses the script ("doubled rest argument definition").
enum CompletionScript {
    private static let option = "--generate-completion-script"

    /// What only lines about the subcommand contain, in the scripts for bash, zsh and fish.
    private static let marks = [
        "compgen -W 'help'", "'(-): :->command'", "'(-)*:: :->arg'", "Show subcommand help information",
        "\"nx1sh help\" version",
    ]

    /// Whether the command line asks for a script.
    static func isAskedFor(by arguments: [String]) -> Bool {
        arguments.contains { $0 == option || $0.hasPrefix(option + "=") }
    }

    /// The script without the subcommand.
    static func mended(_ script: String) -> String {
        script.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { line in !marks.contains { line.contains($0) } }
            .joined(separator: "\n")
    }
}

/// The profiles that a shell's completion offers.
enum ProfileNames {
    static func all() -> [String] {
        let path = ProfileFile.path(in: ProcessInfo.processInfo.environment)
        // A broken file completes to nothing; the shell itself says what is wrong with it.
        return (try? ProfileFile(path: path).profiles.map(\.name)) ?? []
    }
}
