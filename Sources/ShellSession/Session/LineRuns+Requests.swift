import InputSources
import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellText
package import TypedRequests

extension LineRuns {
    /// Reads everything that a request refers to: standard input, answers of runs and, unless `leavingLines`
    /// is set, answers of other lines.
    /// - Throws: ``Complaint`` if something can't be read or has no answer; the errors of watching a run.
    package func completed(_ request: CrewRequest, leavingLines: Bool = false) async throws -> CrewRequest {
        var request = request
        for key in request.input.keys {
            guard let reference = request.references[key] else { continue }
            if leavingLines, case .line = reference.source { continue }
            request.input[key] = try await value(of: reference, for: key)
            request.references[key] = nil
        }
        if let text = request.text, !request.attachments.isEmpty {
            var attachments: [Attachment] = []
            for attachment in request.attachments {
                switch attachment {
                case .text(let name, let text): attachments.append(Attachment(name: name, text: text))
                case .standardInput:
                    attachments.append(
                        Attachment(name: "standard input", text: try await inputText(for: nil)))
                }
            }
            let question = QuestionText.text(asking: text, after: request.carried, with: attachments)
            request.input["question"] = .string(question)
            request.attachments = []
        }
        return request
    }

    /// The answer of a run as an attachment.
    package func attachment(ofRun name: String) async throws -> PendingAttachment {
        let result = try await answer(of: name)
        return .text(name: "the answer of the run \(result.correlationID.prefix(8))", result.text)
    }

    private func value(of reference: InputReference, for key: String) async throws -> JSONValue {
        switch reference.source {
        case .standardInput:
            let text = try await inputText(for: key)
            guard reference.form == .json else { return .string(text) }
            do {
                return try JSONValue(parsing: text)
            } catch {
                throw Complaint.usage("Standard input for `\(key)` isn't valid JSON: \(error).")
            }
        case .answer(let name): return try value(of: try await answer(of: name), as: reference.form, for: key)
        case .line(let id): return try value(of: try await answer(ofLine: id, for: key), as: .asIs, for: key)
        }
    }

    private func inputText(for key: String?) async throws -> String {
        let bytes = try await surroundings.standardInput.bytes(for: context.console)
        // A byte order mark isn't part of the text.
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Complaint.usage(
                "Standard input\(key.map { " for `\($0)`" } ?? "") isn't valid UTF-8, so it was not sent.")
        }
        return text
    }

    private func answer(of name: String) async throws -> CrewResult {
        let run = try await takeUp(name)
        return try await result(of: run)
    }

    private func answer(ofLine id: JSONValue, for key: String) async throws -> CrewResult {
        let name = id.serialized()
        let ending: LineAnswers.Ending
        do throws(LineAnswers.Obstacle) {
            ending = try context.answers?.ending(of: id) ?? .failed
        } catch {
            let obstacle =
                switch error {
                case .unknown:
                    context.ordinal == nil
                        ? "no earlier line has that id. Only with -j can a line use the answer of a later one"
                        : "no line has that id"
                case .ambiguous: "several lines have that id"
                case .circle: "that line waits for this one"
                }
            throw Complaint.usage("The line needs the answer of id \(name), but \(obstacle).")
        }
        if case .answered(let run) = ending { return try await answer(of: run) }
        throw Complaint(
            .noAnswer, "Not sent: `\(key)` needs the answer of id \(name), which has none.")
    }

    private func value(
        of result: CrewResult, as form: InputReference.Form, for key: String
    ) throws(Complaint) -> JSONValue {
        let answer = result.answer
        switch form {
        case .text: return .string(result.text)
        case .asIs: return answer
        case .json:
            guard let text = answer.string else { return answer }
            let parts = AnswerParts(answer)
            if parts.tables.count == 1, let table = parts.tables.first { return table.json }
            let codes = parts.code(in: "json")
            if let value = try? JSONValue(parsing: codes.count == 1 ? codes[0].text : text) { return value }
            let run = result.correlationID.prefix(8)
            throw .usage(
                parts.tables.count > 1
                    ? "The answer of run \(run) has \(parts.tables.count) tables, but `\(key)` takes one value."
                    : "The answer of run \(run) is neither JSON nor a table.",
                advice: "`\(key)=@\(run)` sends it as text.")
        }
    }
}
