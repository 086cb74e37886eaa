import Nx1Settings
import Nx1SignIn
import Nx1Values
import ShellOutput

/// What a first start asks, one thing after the other, and what the answers make: a profile, a sandbox, or nothing.
///
/// Each question can be left by an empty answer or none, and takes a wrong one three times at most, so it comes to an end
/// whatever is typed.
package struct FirstStart {
    /// A question of it.
    package enum Question: Sendable, Hashable {
        case host, way, apiKey, issuer, clientID
    }

    /// What comes next.
    package enum Step: Sendable, Hashable {
        case ask(Question)
        /// The profile is complete.
        case write
        /// The person wants to try the shell with a service of its own.
        case sandbox
        /// Nothing is to be written.
        case leave
    }

    private static let tries = 3

    /// What comes next.
    package private(set) var step = Step.ask(.host)
    /// The profile as far as it was answered.
    package private(set) var draft = ProfileDraft("default", existing: nil, settings: [])
    private var wrongAnswers = 0

    /// Nothing is answered yet.
    package init() {}

    /// Takes the answer to the question that ``step`` asks; nil if the person wants to leave.
    /// - Throws: what is wrong with it; ``step`` then asks again, or leaves.
    package mutating func goOn(with answer: String?) throws {
        guard case .ask(let question) = step else { return }
        guard let answer, !answer.isEmpty else {
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

    /// A question in words; there is room for an answer behind it in 80 columns.
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
            throw Complaint.usage("Answer key or browser. The next question asks for the key itself.")
        case .apiKey:
            try draft.set(answer, for: .apiKey)
            return .write
        case .issuer:
            // The address is looked at now, when it can still be corrected.
            _ = try OAuthSettings(issuer: answer, clientID: "nx1sh").client(from: .profile(draft.name))
            try draft.set(answer, for: .issuer)
            return .ask(.clientID)
        case .clientID:
            try draft.set(answer, for: .clientID)
            return .write
        }
    }
}
