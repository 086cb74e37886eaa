import Nx1Client

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The completion scripts that ArgumentParser generates, without the subcommand `help`. ArgumentParser adds it
/// although the program has no subcommands; with it and a QUESTION of any number of words, zsh rejects the script
/// ("doubled rest argument definition").
enum CompletionScript {
    private static let option = "--generate-completion-script"

    /// Strings found only on the lines about the subcommand, in the scripts for bash, zsh and fish.
    private static let marks = [
        "compgen -W 'help'", "'(-): :->command'", "'(-)*:: :->arg'", "Show subcommand help information",
        "\"nx1sh help\" version",
    ]

    /// Whether the command line requests a completion script.
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

/// The profile names offered by shell completion.
enum ProfileNames {
    static func all() -> [String] {
        let path = ProfileFile.path(in: ProcessInfo.processInfo.environment)
        // A broken file completes to nothing; the shell itself reports what is wrong with it.
        return (try? ProfileFile(path: path).profiles.map(\.name)) ?? []
    }
}
