/// What the pages that a browser asks us for are answered with, and which of them ends the wait. A value that needs no network.
struct RedirectReception: Sendable {
    /// What came of a sign-in.
    typealias Outcome = Result<Secret, Nx1Error>

    /// The only page that there is.
    static let path = "/callback"

    private let attempt: SignInAttempt
    private var hasEnded = false

    init(_ attempt: SignInAttempt) {
        self.attempt = attempt
    }

    /// The page for a request, and the outcome, if this request is the one that was waited for. There is one outcome only.
    mutating func receive(method: String, target: String) -> (page: RedirectPage, outcome: Outcome?) {
        guard target.utf8.count <= 16_384 else { return (.tooLong, nil) }
        guard target.prefix(while: { $0 != "?" }) == Self.path else { return (.notFound, nil) }
        guard method == "GET" else { return (.wrongMethod, nil) }
        let answer = FormFields(parsing: target.dropFirst(Self.path.count + 1))
        guard answer["code"] != nil || answer["error"] != nil else { return (.meaningless, nil) }
        if hasEnded { return (.usedUp, nil) }
        hasEnded = true
        do throws(Nx1Error) {
            return (.done, .success(try attempt.code(in: answer)))
        } catch {
            return (.failed, .failure(error))
        }
    }
}
