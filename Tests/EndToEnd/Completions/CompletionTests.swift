import Foundation
import TestSupport
import Testing

@Suite("Completion scripts")
struct CompletionTests {
    @Test("for bash offer crews, formats, profiles and files", arguments: CompletionScripts.cases)
    func bash(_ line: String, _ candidates: [String]) async throws {
        // Does what Readline does at Tab: sets the words and the cursor, then calls the function.
        let script = """
            source "$1/nx1sh.bash"
            COMP_LINE=$2
            COMP_POINT=${#COMP_LINE}
            eval "COMP_WORDS=($COMP_LINE)"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _nx1sh nx1sh "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            complete -p nx1sh >&2
            ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
            """
        try await expect(
            candidates, from: "/bin/bash",
            ["--norc", "--noprofile", "-c", script, "bash", CompletionScripts.folder, line])
    }

    @Test(
        "for fish offer crews, formats and files",
        arguments: CompletionScripts.cases.filter {
            !$0.line.contains(" -p ") && !$0.line.contains("--profile")
        })
    func fish(_ line: String, _ candidates: [String]) async throws {
        let script = "source $argv[1]/nx1sh.fish; complete -C $argv[2] | string replace -r '\\t.*' ''; true"
        try await expect(
            candidates, from: "/usr/bin/fish", ["--no-config", "-c", script, CompletionScripts.folder, line])
    }

    private func expect(_ candidates: [String], from shell: String, _ arguments: [String]) async throws {
        try await CompletionScripts.withHome { home, environment in
            let outcome = try await Program(path: shell).run(arguments, environment: environment, home: home)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let offered = outcome.output.split(separator: "\n").map(String.init)
            #expect(offered.sorted() == candidates, "\(outcome.errors)")
        }
    }

    @Test(
        "for bash work at an interactive prompt",
        arguments: [
            ("nx1sh --crew cl\t", "nx1sh --crew classification "), ("nx1sh -p dem\t", "nx1sh -p demo "),
            ("nx1sh -f work/q\t", "nx1sh -f work/questions.txt "), ("nx1sh -o ma\t", "nx1sh -o markdown "),
        ])
    func bashPrompt(_ typed: String, _ completed: String) async throws {
        try await CompletionScripts.withHome { home, environment in
            try TemporaryFolder.write(
                "PS1='$ '; source \(CompletionScripts.folder)/nx1sh.bash\n", to: "settings", in: home)
            try await expect(
                completed, after: typed, home: home, environment: environment,
                command: ["/bin/bash", "--noprofile", "--rcfile", home + "/settings", "-i"])
        }
    }

    @Test(
        "for fish work at an interactive prompt",
        arguments: [
            ("nx1sh --crew cl\t", "nx1sh --crew classification "), ("nx1sh -p dem\t", "nx1sh -p demo "),
            ("nx1sh --profile def\t", "nx1sh --profile default "),
            ("nx1sh -f work/q\t", "nx1sh -f work/questions.txt "), ("nx1sh -o ma\t", "nx1sh -o markdown "),
        ])
    func fishPrompt(_ typed: String, _ completed: String) async throws {
        try await CompletionScripts.withHome { home, environment in
            let settings =
                "source \(CompletionScripts.folder)/nx1sh.fish; function fish_prompt; printf '$ '; end"
            try await expect(
                completed, after: typed, home: home, environment: environment,
                command: ["/usr/bin/fish", "--no-config", "-C", settings])
        }
    }

    @Test(
        "for zsh work at an interactive prompt",
        arguments: [
            ("nx1sh --crew cl\t", "nx1sh --crew classification"),
            ("nx1sh --crew data_e\t", "nx1sh --crew data_engineering"),
            ("nx1sh -p dem\t", "nx1sh -p demo"), ("nx1sh --profile def\t", "nx1sh --profile default"),
            ("nx1sh -f work/q\t", "nx1sh -f work/questions.txt"), ("nx1sh -o ma\t", "nx1sh -o markdown"),
        ])
    func zshPrompt(_ typed: String, _ completed: String) async throws {
        try await withZsh { try await $0.complete(typed, to: completed) }
    }

    @Test(
        "for zsh list the candidates",
        arguments: [
            ("nx1sh --crew \t", CompletionScripts.crews), ("nx1sh -p \t\t", ["default", "demo", "dev"]),
            (
                "nx1sh -o \t",
                [
                    "auto", "code", "csv", "html", "json", "jsonl", "markdown", "table", "text", "tsv",
                    "vertical",
                ]
            ),
        ])
    func zshList(_ typed: String, _ candidates: [String]) async throws {
        try await withZsh { terminal in
            try await terminal.type(typed)
            try await terminal.waitFor("the candidates") { rows in
                let words = rows.dropFirst().joined(separator: " ").split(separator: " ").map(String.init)
                return words.sorted() == candidates
            }
        }
    }

    private func withZsh(_ body: @Sendable (Terminal) async throws -> Void) async throws {
        try await CompletionScripts.withHome { home, environment in
            try TemporaryFolder.write(
                """
                PS1='$ '
                fpath=(\(CompletionScripts.folder) $fpath)
                autoload -Uz compinit
                compinit -u -d \(home)/dump
                """, to: ".zshrc", in: home)
            try await withTerminal(
                environment: environment.merging(["TERM": "screen-256color"]) { $1 }, home: home,
                command: ["/usr/bin/zsh", "-d", "-i"]
            ) { terminal in
                try await terminal.waitFor(prompt: "$ ")
                try await body(terminal)
            }
        }
    }

    private func expect(
        _ completed: String, after typed: String, home: String, environment: [String: String],
        command: [String]
    ) async throws {
        try await withTerminal(
            environment: environment.merging(["TERM": "screen-256color"]) { $1 }, home: home, command: command
        ) { terminal in
            try await terminal.waitFor(prompt: "$ ")
            try await terminal.complete(typed, to: completed)
        }
    }
}

extension Terminal {
    fileprivate func complete(_ typed: String, to completed: String) async throws {
        try await type(typed)
        try await waitFor(prompt: "$ ", typed: completed)
    }
}
