/// The text that a model writes, put together of its pieces in their order.
///
/// Pieces arrive nearly in order, and some of them twice: the last few wait for those that may still come before them. Of a long
/// text the end is kept.
struct WrittenText: Sendable, Hashable {
    /// How many pieces wait for earlier ones.
    private static let reach = 8
    /// The longest text that is kept, in bytes, and how much is kept when it gets longer.
    private static let most = 32 << 10
    private static let kept = 16 << 10

    private var settled = ""
    private var settledSequence = Int.min
    private var waiting: [(sequence: Int, piece: String)] = []

    /// What is written so far.
    var text: String { waiting.reduce(settled) { $0 + $1.piece } }

    var isEmpty: Bool { settled.isEmpty && waiting.isEmpty }

    /// Adds a piece.
    /// - Parameter sequence: its place in the order; without one it comes last.
    mutating func append(_ piece: String, sequence: Int?) {
        guard let sequence else {
            settle(all: true)
            settled += piece
            cut()
            return
        }
        guard sequence > settledSequence else { return }
        let place = (waiting.lastIndex { $0.sequence <= sequence } ?? -1) + 1
        if place > 0, waiting[place - 1].sequence == sequence { return }
        waiting.insert((sequence, piece), at: place)
        settle(all: false)
    }

    private mutating func settle(all: Bool) {
        let count = all ? waiting.count : waiting.count - Self.reach
        guard count > 0 else { return }
        for (sequence, piece) in waiting.prefix(count) {
            settled += piece
            settledSequence = sequence
        }
        waiting.removeFirst(count)
        cut()
    }

    /// Leaves out the beginning of a long text, up to the end of a line if there is one.
    private mutating func cut() {
        guard settled.utf8.count > Self.most else { return }
        let rest = Substring(decoding: settled.utf8.suffix(Self.kept))
        settled = rest.firstIndex(of: "\n").map { String(rest[$0...].dropFirst()) } ?? String(rest)
    }

    static func == (left: WrittenText, right: WrittenText) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Substring {
    /// The text of UTF-8 that may begin inside a character.
    fileprivate init(decoding bytes: some Collection<UInt8>) {
        self = String(decoding: bytes.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)[...]
    }
}
