import Nx1Settings
import Nx1SignIn
import Nx1Values
import ShellInput
import ShellOutput

/// The dialog of a first start: a sequence of questions whose answers lead to a profile, the sandbox, or nothing.
///
/// An empty answer, `quit` or the end of input leaves the dialog, and so does a third invalid answer in a row: it always ends.
package struct FirstStart {
    /// A question of the dialog.
    package enum Question: Sendable, Hashable {
        case host, way, apiKey, issuer, clientID
    }

    /// What comes next.
    package enum Step: Sendable, Hashable {
        case ask(Question)
        /// The profile is complete.
        case write
        /// The person wants to try the shell with the built-in sandbox service.
        case sandbox
        /// The dialog ends without a profile.
        case leave
    }

    private static let tries = 3

    /// What comes next.
    package private(set) var step = Step.ask(.host)
    /// The profile so far.
    package private(set) var draft = ProfileDraft("default", existing: nil, settings: [])
    private var wrongAnswers = 0

    /// Creates a dialog at its first question.
    package init() {}

    /// Handles the answer to the question of ``step``; nil if the person leaves.
    /// - Throws: an error about an invalid answer; ``step`` then repeats the question, or leaves.
    package mutating func goOn(with answer: String?) throws {
        guard case .ask(let question) = step else { return }
        guard let answer, !Self.leaves(answer) else {
            step = .leave
            return
        }
        do {
            step = try next(after: question, answer)
            wrongAnswers = 0
        } catch {
            wrongAnswers += 1
            if wrongAnswers == Self.tries { step = .leave }
            throw error
        }
    }

    /// Whether an answer leaves the dialog: an empty one, or a word that leaves the prompt.
    package static func leaves(_ answer: String) -> Bool {
        ["", "q", ":q", ":quit", ":exit"].contains(answer.lowercased())
            || ForeignCommands.command(meantBy: answer) == "quit"
    }

    /// The prompt of a question, short enough for an answer to fit into 80 columns.
    package static func words(for question: Question) -> String {
        switch question {
        case .host: "Host, such as https://aiapi.<client>.nx1cloud.com: "
        case .way: "Do you sign in with a pre-shared key or the browser? [key/browser] "
        case .apiKey: "Pre-shared key, not shown (portal: Settings, Personal PSK): "
        case .issuer: "Issuer, such as https://sso.<client>.nx1cloud.com/realms/<realm>: "
        case .clientID: "Client id: "
        }
    }

    private mutating func next(after question: Question, _ answer: String) throws -> Step {
        switch question {
        case .host:
            if answer.lowercased() == "sandbox" { return .sandbox }
            try draft.set(answer, for: .host)
            return .ask(.way)
        case .way:
            let word = answer.lowercased()
            if "key".hasPrefix(word) { return .ask(.apiKey) }
            if "browser".hasPrefix(word) { return .ask(.issuer) }
            // Not repeated: some paste the key itself here.
            throw Complaint.usage("Type key or browser. The next question asks for the key itself.")
        case .apiKey:
            try draft.set(answer, for: .apiKey)
            return .write
        case .issuer:
            // Checks the address now, while the person can still correct it.
            _ = try OAuthSettings(issuer: answer, clientID: "nx1sh").client(from: .profile(draft.name))
            try draft.set(answer, for: .issuer)
            return .ask(.clientID)
        case .clientID:
            try draft.set(answer, for: .clientID)
            return .write
        }
    }
}
