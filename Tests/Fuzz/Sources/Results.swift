@testable import Nx1Events
@testable import Nx1Values

/// The parser of results, and of JSON: an answer with any status, content type and body has a meaning, and its texts
/// are safe to show.
func checkResult(_ input: ArraySlice<UInt8>) {
    var choices = Choices(input)
    let status = choices.one(of: [
        200, 200, 200, 201, 202, 204, 404, 422, 401, 403, 429, 500, 503, 302, 400, 100,
    ])
    let contentType = choices.one(of: ["application/json", nil, "text/plain; charset=utf-8", "text/markdown"])
    let cut = choices.one(of: Array(0..<256))
    let body = choices.rest
    checkJSON(body, cut: cut)
    guard let address = try? ServiceAddress("https://nx1.example") else {
        return promise(false, "the address is valid")
    }
    let answer = HTTPAnswer(status: status, contentType: contentType, body: Array(body))
    switch ResultReading(answer, correlationID: "c1", from: address) {
    case .pending:
        promise((200..<300).contains(status), "only a success means that the run is pending")
    case .unknown(let error):
        promise(status == 404, "only a 404 means that the run is unknown")
        check(error, status: status)
    case .failed(let error):
        promise(error.httpStatus == status, "a failure has the answer's status")
        check(error, status: status)
    case .ended(let result):
        promise(
            (200..<300).contains(status) && status != 202 && status != 204,
            "only a success with a body means that the run has ended")
        check(result, of: answer)
    }
}

private func check(_ result: CrewResult, of answer: HTTPAnswer) {
    promise(result.correlationID == "c1", "a result has its run's correlation id")
    if let failure = result.failure {
        promise(result.value.isNull, "a failed run has no answer")
        promise(failure.message.unicodeScalars.count < 2100, "a reason is truncated")
        checkLines(failure.message)
        return
    }
    let json = try? JSONValue(parsing: answer.body)
    let text = JSONValue.string(String(decoding: answer.body, as: UTF8.self))
    let candidates = [json, json?["result"], json == nil ? text : nil, JSONValue.null].compactMap(\.self)
    promise(candidates.contains(result.value), "the value is a part of the body")
    if let string = result.value.string { promise(result.text == string, "a string is shown unchanged") }
    let parts = [result.value, result.value["raw"], result.value["json_dict"], result.value["pydantic"]]
    promise(parts.contains(result.answer), "the answer is a part of the value")
}

private func check(_ error: Nx1Error, status: Int) {
    promise(error.httpStatus == status, "an error has the answer's status")
    promise(
        !error.description.isEmpty && error.description.unicodeScalars.count < 30_000, "an error is truncated"
    )
    checkLines(error.description)
}

/// Checks that a text has no control characters except the newlines between the entries of a 422.
private func checkLines(_ text: String) {
    promise(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control },
        "a text has no control characters")
}
