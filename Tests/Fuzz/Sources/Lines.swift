@testable import ShellInput

/// The lines of a script are the same in every chunking, occur once, and are within the length limit.
func checkLines(_ input: ArraySlice<UInt8>) {
    var choices = Choices(input)
    let limit = choices.one(of: [0, 1, 8, 100])
    let chunks = choices.chunks()
    let whole = lines([choices.rest], limit)
    promise(lines(chunks, limit) == whole, "the lines are the same in any chunking")
    promise(lines(choices.rest.singly, limit) == whole, "the lines are the same byte by byte")
    for (line, next) in zip(whole, whole.dropFirst()) {
        promise(next.number > line.number, "each line occurs once")
    }
    for case .text(let text) in whole.map(\.content) {
        promise(
            text.utf8.count <= limit && !text.utf8.contains(0), "a line is within the limit and has no NUL")
    }
}

private func lines(_ chunks: [ArraySlice<UInt8>], _ limit: Int) -> [DecodedLine] {
    var decoder = LineDecoder(limit: limit)
    return chunks.flatMap { decoder.decode($0) } + [decoder.finish()].compactMap(\.self)
}
