import Nx1Client

extension Session {
    /// The exchanges that the next question carries, the oldest first.
    var carriedExchanges: [Exchange] {
        guard settings.context > 0, !exchanges.isEmpty else { return [] }
        let host = currentHost
        return exchanges.filter { $0.host == host }.suffix(settings.context)
    }

    /// What is sent as the question when somebody asks `text`.
    func withContext(_ text: String) -> String {
        ContextText.text(asking: text, after: carriedExchanges)
    }

    /// Keeps a question, as it was typed, and its answer for the questions to come.
    func keep(question: String, of crew: CrewType, answer: CrewResult) {
        // A script has no use for them until it says so.
        guard isConversing || settings.context > 0 else { return }
        exchanges.append(
            Exchange(crew: crew, question: question, answer: answer.text, host: currentHost))
        exchanges = exchanges.suffix(Exchange.limits.upperBound)
    }

    private var currentHost: String { (try? connection.settings())?.host?.value ?? "" }
}
