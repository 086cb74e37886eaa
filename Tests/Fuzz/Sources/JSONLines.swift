@testable import Nx1Events

/// The lines are the same in every chunking, and the same as from a simple split.
func checkJSONLines(_ input: ArraySlice<UInt8>) {
    var choices = Choices(input)
    let limit = choices.one(of: [16 << 20, 0, 1, 7, 40])
    let chunks = choices.chunks()
    let stream = choices.rest
    let whole = JSONLinesReading([stream], limit: limit)
    promise(JSONLinesReading(chunks, limit: limit) == whole, "the lines are the same in any chunking")
    promise(JSONLinesReading(stream.singly, limit: limit) == whole, "the lines are the same byte by byte")
    promise(whole.lines.allSatisfy { $0.count <= limit }, "no line is longer than the limit")
    guard limit > stream.count else { return }
    promise(!whole.failed, "input within the limit is accepted")
    promise(whole.lines == linesByHand(stream), "the lines are those of a simple split")
}

private func linesByHand(_ stream: ArraySlice<UInt8>) -> [[UInt8]] {
    let content = stream.starts(with: [0xEF, 0xBB, 0xBF]) ? stream.dropFirst(3) : stream
    return content.split(separator: 0x0A, omittingEmptySubsequences: true).compactMap { line in
        var line = line.drop { $0 == 0x1E }
        if line.last == 0x0D { line.removeLast() }
        return line.contains { ![0x20, 0x09, 0x0D].contains($0) } ? Array(line) : nil
    }
}

private struct JSONLinesReading: Equatable {
    var lines: [[UInt8]] = []
    var failed = false

    init(_ chunks: [ArraySlice<UInt8>], limit: Int) {
        var decoder = JSONLinesDecoder(maximumEventSize: limit)
        do {
            for chunk in chunks {
                try chunk.withUnsafeBytes { try decoder.decode($0) { lines.append($0) } }
            }
            if let last = decoder.finish() { lines.append(last) }
        } catch {
            promise(
                error as? EventSizeExceeded == EventSizeExceeded(limit: limit),
                "the only error is EventSizeExceeded")
            failed = true
        }
    }
}
