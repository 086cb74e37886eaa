import Nx1Client
import Nx1Events
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

/// Requests that are shown instead of sent (`--dry-run`).
extension LineRuns {
    /// Prints the request as a JSON line for `--input jsonl`. Prints nothing for a line that already has its
    /// answer, from its batch or through `--reuse`.
    func showUnsent(_ request: CrewRequest) async throws {
        if let batch = context.batch {
            let kept = try await runs.journal.run(
                of: batch, crew: request.crew, input: runs.secretCover.covered(request.input),
                crewConfig: request.definition?.config.map { runs.secretCover.covered($0.json) },
                template: request.definition?.journalledTemplate)
            if let entry = kept?.entry, entry.result?.error == nil, entry.result != nil, !entry.isCovered {
                return
            }
        }
        if try await reusableEntry(for: request) != nil { return }
        let record = request.record(under: runs.secretCover)
        if runs.secretCover.covered(request.input, hiding: request.sensitiveInputs) != request.input {
            context.console.note(
                "Secrets are shown as ***. If you use this line as input, *** is sent instead of the secret.")
        }
        try context.console.answers.write(record.serialized() + "\n")
    }

    /// The error of commands that would have to send a request.
    var refusalToSend: Complaint {
        .usage(
            "This needs the service, and --dry-run sends nothing.",
            advice: "Leave out --dry-run, or use runs that are in the journal.")
    }
}

extension CrewRequest {
    /// The request as a line of `--input jsonl`.
    fileprivate func record(under cover: SecretCover) -> JSONValue {
        var input = input
        var answers: JSONObject = [:]
        for key in input.keys {
            guard case .line(let id)? = references[key]?.source else { continue }
            answers[key] = id
            input[key] = nil
        }
        var record: JSONObject = [
            "crew": .string(crew.rawValue), "input": .object(cover.covered(input, hiding: sensitiveInputs)),
        ]
        if !answers.isEmpty { record["answers"] = .object(answers) }
        if let id, !id.isNull { record["id"] = id }
        return .object(record)
    }
}
