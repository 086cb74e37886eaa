@testable import Nx1Events
@testable import Nx1Values

/// The reader of results, and JSON beneath it: an answer of any status, type and body means something, and what it says is
/// fit to be shown.
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
        return promise(false, "an address")
    }
    let answer = HTTPAnswer(status: status, contentType: contentType, body: Array(body))
    switch ResultReading(answer, correlationID: "c1", from: address) {
    case .pending:
        promise((200..<300).contains(status), "only a success is a sign of work")
    case .unknown(let error):
        promise(status == 404, "only a 404 is a run that is not known")
        check(error, status: status)
    case .failed(let error):
        promise(error.httpStatus == status, "a failure has the status")
        check(error, status: status)
    case .ended(let result):
        promise((200..<300).contains(status) && status != 202 && status != 204, "an end is a success")
        check(result, of: answer)
    }
}

private func check(_ result: CrewResult, of answer: HTTPAnswer) {
    promise(result.correlationID == "c1", "a result is about its run")
    if let failure = result.failure {
        promise(result.value.isNull, "a failed run has no answer")
        promise(failure.message.unicodeScalars.count < 2100, "a reason is cut")
        checkLines(failure.message)
        return
    }
    let json = try? JSONValue(parsing: answer.body)
    let text = JSONValue.string(String(decoding: answer.body, as: UTF8.self))
    let candidates = [json, json?["result"], json == nil ? text : nil, JSONValue.null].compactMap(\.self)
    promise(candidates.contains(result.value), "the answer is what came")
    if let string = result.value.string { promise(result.text == string, "a text is shown as it is") }
    let parts = [result.value, result.value["raw"], result.value["json_dict"], result.value["pydantic"]]
    promise(parts.contains(result.answer), "an answer is a part of what came")
}

private func check(_ error: Nx1Error, status: Int) {
    promise(error.httpStatus == status, "an error has the status")
    promise(!error.description.isEmpty && error.description.unicodeScalars.count < 30_000, "an error is cut")
    checkLines(error.description)
}

/// No control characters but the newlines between the entries of a 422.
private func checkLines(_ text: String) {
    promise(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control },
        "what the service says can't drive a terminal")
}
