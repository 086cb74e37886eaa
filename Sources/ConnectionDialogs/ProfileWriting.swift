package import InputSources
import Nx1Client
import ProfileDrafts
import ShellInput
package import ShellOutput
package import ShellRuns

/// Adds, changes and removes profiles.
package struct ProfileWriting: Sendable {
    private let connection: Connection
    private let console: Console
    private let home: String?
    /// Prompts for missing settings; nil if no one is at the terminal.
    private let questions: Questions?

    /// - Parameters:
    ///   - connection: the connection that uses the profiles.
    ///   - console: where outcomes are printed.
    ///   - home: the folder that `~/` stands for.
    ///   - questions: prompts for missing settings; nil if no one is at the terminal.
    package init(_ connection: Connection, on console: Console, home: String?, asking questions: Questions?) {
        self.connection = connection
        self.console = console
        self.home = home
        self.questions = questions
    }

    /// Runs `:profile add`.
    /// - Returns: whether the profile is in use.
    package func add(_ arguments: some StringProtocol) async throws -> Bool {
        let start = arguments.drop(while: \.isWhitespace)
        let name = String(start.prefix { !$0.isWhitespace })
        try checkName(name)
        let settings = try ProfileSettings.read(
            from: start.dropFirst(name.count), files: .onDisk(home: home))
        let file = try connection.profiles()
        var draft = ProfileDraft(
            name, existing: file.profiles.first { $0.name == name }, settings: settings)
        if let questions {
            try await complete(&draft, asking: questions)
        } else if draft.settings.isEmpty {
            throw Complaint.usage(
                ":profile add \(name) needs settings, and there is no terminal to ask for them.",
                advice: "Add them to the line, for example: host=HOST api_key=@FILE")
        }
        let signIn = try draft.signIn()
        try ProfileFile.set(draft.settings, ofProfile: name, at: file.path)
        let isInUse = try await readProfilesAnew(name)
        console.note("Saved the profile \(name) in \(file.path). " + next(signIn, name, isInUse: isInUse))
        return isInUse
    }

    /// Runs `:profile remove`.
    /// - Returns: whether the profile was in use.
    package func remove(_ name: String) async throws -> Bool {
        let file = try connection.profiles()
        let names = file.profiles.map(\.name)
        guard names.contains(name) else {
            throw Complaint.usage(
                "Unknown profile \"\(name)\" in \(file.path).",
                advice: NearestNames.question(about: name, among: names) ?? "Type :profile for the list.")
        }
        if let questions {
            let answer = try await questions.answer(
                to: "Remove the profile \(name) from \(file.path)? [y/N] ", on: console)
            guard let answer, ["y", "yes"].contains(answer.lowercased()) else {
                console.note("The profile \(name) wasn't removed.")
                return false
            }
        }
        try ProfileFile.remove(profile: name, at: file.path)
        let wasInUse = try await readProfilesAnew(name, isRemoved: true)
        console.note("Removed the profile \(name) from \(file.path).")
        return wasInUse
    }

    private func checkName(_ name: String) throws {
        if name.isEmpty || RequestItemHead(Array(name.utf8)[...]) != nil {
            throw Complaint.usage(
                ":profile add needs a profile name.", advice: "Type `:help profile` for examples.")
        }
        if name.hasPrefix("-") {
            throw Complaint.usage("A profile name can't start with a hyphen: \"\(name)\".")
        }
        if ["add", "remove"].contains(name) {
            throw Complaint.usage(
                "A profile can't be named \"\(name)\": `:profile \(name)` is a command.")
        }
    }

    private func complete(_ draft: inout ProfileDraft, asking questions: Questions) async throws {
        while let key = draft.question {
            guard
                let answer = try await questions.answer(
                    to: draft.words(for: key), isSecret: key.isSecret, on: console)
            else { throw Complaint.usage("The profile \(draft.name) wasn't saved.") }
            do {
                try draft.set(answer, for: key)
            } catch {
                console.complain(Complaint(error)?.sentence ?? "")
            }
        }
    }

    /// Reloads the profiles after a change and returns whether it affects the profile in use.
    private func readProfilesAnew(_ name: String, isRemoved: Bool = false) async throws -> Bool {
        let before = try? connection.settings().profile?.name
        connection.readAnew(withoutProfile: isRemoved ? name : nil)
        let after = try? connection.settings().profile?.name
        guard before == name || after == name else { return false }
        await connection.close()
        return true
    }

    /// The next step for a profile that was just saved.
    private func next(_ signIn: SignIn?, _ name: String, isInUse: Bool) -> String {
        let switching = isInUse ? "It's the profile in use." : "To use it, type `:profile \(name)`."
        return switch signIn {
        case .browser: isInUse ? "Sign in with :login." : "To use it, type `:profile \(name)`, then :login."
        case nil: "\(switching) It has no key yet. To add one, type `:profile add \(name)`."
        default: switching
        }
    }
}
