@testable import Nx1Events
@testable import Nx1Values

/// The secret of the request, which an answer may repeat.
private let planted = "planted-4be81f6c0d"

/// A whole answer (status line, header fields, blank line, body) is read in every way that the client reads one.
/// Waits are limited, errors are safe to show, and no value of a run contains the secret.
func checkHTTPAnswer(_ input: ArraySlice<UInt8>) {
    guard let address = try? ServiceAddress("https://nx1.example") else {
        return promise(false, "the address is valid")
    }
    let answer = answer(input)
    if let pause = answer.retryAfter {
        promise((.zero...Seconds.longest).contains(pause), "a wait is within the limit")
        promise(
            !pause.inWords.isEmpty && pause.nanoseconds >= 0, "a wait has a description and isn't negative")
    }
    check(answer.refusal(from: address))
    do throws(Nx1Error) {
        let json = try answer.coveredJSON(from: address)
        if !json.serialized().contains("\\u") {
            promise(!json.serialized().contains(planted), "the secret in JSON is masked")
        }
        _ = CrewRunResponse(json)
        for entry in json.array ?? [json] { _ = CrewRunRecord(entry) }
    } catch {
        check(error)
    }
    switch ResultReading(answer, correlationID: "c1", from: address) {
    case .pending(let status):
        promise(status?.rawValue.contains(planted) != true, "the secret in a status is masked")
    case .unknown(let error), .failed(let error): check(error)
    case .ended(let result):
        promise(!result.status.rawValue.contains(planted), "the secret in a status is masked")
        promise(result.error?.contains(planted) != true, "the secret in a reason is masked")
        _ = result.text
    }
    checkEvents(answer)
}

/// Parses a head as the client does: the status in the first line, limited to three digits, then the header fields.
private func answer(_ input: ArraySlice<UInt8>) -> HTTPAnswer {
    var rest = input
    func line() -> String {
        let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
        defer { rest = rest[end...].dropFirst() }
        return String(decoding: rest[..<end].filter { $0 != 0x0D }, as: UTF8.self)
    }
    let words = line().split(separator: " ", omittingEmptySubsequences: false)
    let status = words.count > 1 ? Int(words[1]) ?? 200 : 200
    var fields: [(name: String, value: String)] = []
    while !rest.isEmpty {
        let field = line()
        guard let colon = field.firstIndex(of: ":") else { break }
        fields.append((field[..<colon].lowercased(), field[field.index(after: colon)...].trimmed))
    }
    var answer = HTTPAnswer(status: max(100, min(status, 999)), at: 1_764_000_000) { name in
        fields.first { $0.name == name.lowercased() }?.value
    }
    answer.body = Array(rest)
    answer.question = "GET /api/crews/results/c1"
    answer.mask = SecretMask([Secret(planted)])
    return answer
}

private func check(_ error: Nx1Error) {
    let text = error.description
    promise(!text.isEmpty && text.unicodeScalars.count < 30_000, "an error is truncated")
    promise(!text.contains(planted), "the secret in an error is masked")
    promise(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control },
        "an error has no control characters")
}

private func checkEvents(_ answer: HTTPAnswer) {
    var decoder = EventBodyDecoder(contentType: answer.contentType, maximumEventSize: 1 << 16)
    var queue = EventQueue()
    queue.beginConnection()
    do {
        let arrived = try answer.body.withUnsafeBytes { try decoder.decode($0) }
        var fresh = queue.append(arrived).fresh
        let rest = try decoder.finish()
        fresh +=
            decoder.form == .document
            ? queue.append(document: rest, isSnapshot: decoder.isSnapshot).fresh : queue.append(rest).fresh
        var taken = 0
        var steps = RunSteps()
        while let event = queue.next() {
            steps.add(event, at: .milliseconds(taken))
            taken += 1
        }
        promise(taken == fresh, "each counted event is taken exactly once: \(taken) of \(fresh)")
    } catch {
        promise(
            error is EventBodyError || error is EventSizeExceeded,
            "the only errors are EventBodyError and EventSizeExceeded")
    }
    if let pause = decoder.reconnectionTime {
        promise((.zero...Seconds.longest).contains(pause), "a reconnection time is within the limit")
    }
}
