/// Decides at which byte an answer breaks. A pure value.
struct AnswerBreaker {
    /// A part of the answer's bytes, and the bytes after the break, if it breaks here.
    struct Part {
        var passed: [UInt8]
        var rest: [UInt8]?

        static func whole(_ bytes: [UInt8]) -> Part { Part(passed: bytes, rest: nil) }

        static func broken(_ bytes: [UInt8], at offset: Int) -> Part {
            Part(passed: Array(bytes[..<offset]), rest: Array(bytes[offset...]))
        }
    }

    let stage: FaultStage?
    let answer: AnswerBytes
    private var marks: EventMarks
    /// The last byte of a body with a known length, held back until the end.
    private var held: [UInt8] = []

    init(_ stage: FaultStage?, _ answer: AnswerBytes) {
        self.stage = stage
        self.answer = answer
        marks = EventMarks(isEventStream: answer.isEventStream)
    }

    mutating func head() -> Part {
        switch stage {
        case .afterTaking: .broken(answer.head, at: 0)
        case .inHead: .broken(answer.head, at: answer.head.count / 2)
        default: .whole(answer.head)
        }
    }

    mutating func body(_ bytes: [UInt8]) -> Part {
        switch stage {
        case .inBody:
            return half(bytes, from: 0, to: bytes.count)
        case .inLastChunk where !answer.isChunked:
            let bytes = held + bytes
            held = Array(bytes.suffix(1))
            return .whole(Array(bytes.dropLast()))
        case .betweenEvents(let wanted):
            var start = 0
            while let length = marks.takeEvent(from: bytes[start...]) {
                start += length
                guard marks.count == wanted else { continue }
                return Part(passed: answer.piece(bytes[..<start]), rest: answer.piece(bytes[start...]))
            }
        case .insideEvent(let wanted):
            var start = 0
            while marks.count < wanted, let length = marks.takeEvent(from: bytes[start...]) {
                start += length
            }
            guard marks.count == wanted, start < bytes.count else { break }
            var next = marks
            let length = next.takeEvent(from: bytes[start...])
            if length != nil || next.isInsideEvent {
                return half(bytes, from: start, to: start + (length ?? bytes.count - start))
            }
            marks = next
        default: break
        }
        return .whole(answer.piece(bytes))
    }

    mutating func end() -> Part {
        guard stage == .inLastChunk else { return .whole(answer.end) }
        let end = answer.isChunked ? answer.end : held
        return .broken(end, at: max(0, end.count - 1))
    }

    /// Breaks a piece in the middle of a range of its bytes.
    private func half(_ bytes: [UInt8], from start: Int, to end: Int) -> Part {
        let framed = answer.piece(bytes)
        let frame = answer.isChunked ? framed.count - bytes.count - 2 : 0
        return .broken(framed, at: frame + (start + end) / 2)
    }
}
