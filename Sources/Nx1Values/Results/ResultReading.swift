package import Nx1Events

/// The meaning of a response to a request for a result. `api/README.md`, "Left open", point 3: before the run ends, a
/// 200 with a status, a 202, a 404 or `null` may all mean "not yet"; afterwards the response is `{status, result,
/// error}` or the bare result.
package enum ResultReading: Sendable, Hashable {
    case pending(CrewRunStatusEnum?)
    /// 404: the run isn't known, or not yet.
    case unknown(Nx1Error)
    case ended(CrewResult)
    case failed(Nx1Error)

    package init(_ answer: HTTPAnswer, correlationID: String, from address: ServiceAddress) {
        switch answer.status {
        case 202, 204:
            self = .pending(nil)
        case 200..<300 where answer.body.allSatisfy({ $0 <= 0x20 }):
            self = .pending(nil)
        case 200..<300:
            do {
                let reading = Self.read(try answer.json(from: address), correlationID: correlationID)
                self = answer.mask.map(reading.covered) ?? reading
            } catch {
                self =
                    answer.plainText.map { .ended(.completed(correlationID, .string($0))) } ?? .failed(error)
            }
        case 404:
            self = .unknown(answer.refusal(from: address))
        default:
            self = .failed(answer.refusal(from: address))
        }
    }

    /// A copy with secrets masked in everything but the answer, which stays exact.
    private func covered(by mask: SecretMask) -> ResultReading {
        func covered(_ status: CrewRunStatusEnum) -> CrewRunStatusEnum {
            CrewRunStatusEnum(rawValue: mask.masked(status.rawValue))
        }
        switch self {
        case .pending(let status): return .pending(status.map(covered))
        case .ended(var result):
            result.status = covered(result.status)
            result.error = result.error.map(mask.masked)
            return .ended(result)
        case .unknown, .failed: return self
        }
    }

    private static func read(_ json: JSONValue, correlationID id: String) -> ResultReading {
        if json.isNull { return .pending(nil) }
        guard let envelope = ResultEnvelope(json) else { return .ended(.completed(id, json)) }
        let status = envelope.status
        switch status?.standing {
        case .unfinished?:
            return .pending(status)
        case .failed?:
            return .ended(.failed(id, status, envelope.error ?? "the service gave no reason"))
        case .completed?:
            return .ended(.completed(id, envelope.result ?? .null, status))
        case .unknown?, nil:
            if let error = envelope.error { return .ended(.failed(id, nil, error)) }
            return envelope.result.map { .ended(.completed(id, $0)) } ?? .pending(status)
        }
    }
}

/// `{status, result, error}` around an answer, as opposed to an answer that merely has such a member.
private struct ResultEnvelope {
    var status: CrewRunStatusEnum?
    var result: JSONValue?
    var error: String?

    init?(_ json: JSONValue) {
        guard let object = json.object else { return nil }
        let status = object["status"]?.string.map(CrewRunStatusEnum.init)
        let hasOutcome = object["result"] != nil || object["error"] != nil
        let hasIdentity = object["correlation_id"] != nil
        let isKnownWord = status.map { $0.standing != .unknown } ?? false
        let signs = [hasIdentity, status != nil, hasOutcome].count { $0 }
        guard signs >= 2 || (isKnownWord && object.count <= 3) else { return nil }
        self.status = status
        result = object["result"].flatMap { $0.isNull ? nil : $0 }
        error = object["error"].flatMap { error in
            error.isNull
                ? nil
                : error.string ?? error["message"]?.string ?? error["detail"]?.string ?? error.serialized()
        }
    }
}

extension CrewResult {
    fileprivate static func completed(
        _ id: String, _ value: JSONValue, _ status: CrewRunStatusEnum? = nil
    ) -> CrewResult {
        CrewResult(correlationID: id, status: status ?? .completed, value: value)
    }

    fileprivate static func failed(_ id: String, _ status: CrewRunStatusEnum?, _ reason: String) -> CrewResult
    {
        CrewResult(correlationID: id, status: status ?? .failed, value: .null, error: reason)
    }
}

extension HTTPAnswer {
    /// The body, if it's declared as plain text or Markdown and is valid UTF-8.
    fileprivate var plainText: String? {
        guard let contentType, contentType.hasPrefix("text/plain") || contentType.hasPrefix("text/markdown")
        else {
            return nil
        }
        return String(validating: body, as: UTF8.self)
    }
}
