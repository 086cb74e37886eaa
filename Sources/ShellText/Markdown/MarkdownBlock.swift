/// One block of a Markdown document, as CommonMark and GitHub's tables and task lists have them.
///
/// What is in it stands elsewhere in the document: there may be a million blocks of a few bytes each, so that none of them
/// has memory of its own.
package enum MarkdownBlock: Sendable, Equatable {
    case paragraph(MarkdownText)
    case heading(level: UInt8, MarkdownText)
    case quote(inside: Stretch)
    case list(MarkdownList)
    /// Whether the task is done, if the item is one.
    case item(isDone: Bool?, inside: Stretch)
    case code(MarkdownCode)
    case table(MarkdownTable)
    case rule

    /// The blocks inside it; nil for one that has none.
    var inside: Stretch? {
        get {
            switch self {
            case .quote(let inside), .item(_, let inside): inside
            case .list(let list): list.inside
            case .paragraph, .heading, .code, .table, .rule: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .quote: self = .quote(inside: newValue)
            case .item(let isDone, _): self = .item(isDone: isDone, inside: newValue)
            case .list(var list):
                list.inside = newValue
                self = .list(list)
            case .paragraph, .heading, .code, .table, .rule: break
            }
        }
    }
}

package struct MarkdownList: Sendable, Equatable {
    /// The number of the first item; nil for a list without numbers.
    var start: UInt32?
    /// Whether its items stand without blank rows between them.
    var isTight = true
    /// Its items.
    var inside = Stretch.none
}

package struct MarkdownCode: Sendable, Equatable {
    /// Of the document's bytes: the name of the language.
    var language: Stretch
    /// Of the document's bytes.
    var text: Stretch
    /// Whether fences enclose it, rather than an indentation.
    var isFenced = true
}

package struct MarkdownTable: Sendable, Equatable {
    /// Of the document's alignments, one for each column.
    var alignments: Stretch
    /// Of the document's cells: the titles, then those of each row.
    package var cells: Stretch

    package var columnCount: Int { alignments.range.count }
}

/// Text inside a block: characters as they are meant, newlines where rows must end.
package struct MarkdownText: Sendable, Equatable {
    struct Run: Sendable, Equatable {
        /// Where it ends among the document's bytes.
        var end: Int
        var marks: Marks
        /// The number of the address that it leads to, among those of the document from 1 on; 0 for none.
        var address: UInt32
    }

    struct Marks: OptionSet, Sendable, Hashable {
        let rawValue: UInt8

        static let emphasis = Marks(rawValue: 1 << 0)
        static let strong = Marks(rawValue: 1 << 1)
        static let code = Marks(rawValue: 1 << 2)
        static let struckOut = Marks(rawValue: 1 << 3)
        static let image = Marks(rawValue: 1 << 4)
    }

    /// Of the document's bytes, in UTF-8.
    package var bytes: Stretch
    /// Of the document's runs; empty where nothing is marked.
    var runs: Stretch
}

/// A part of one of the document's lists. It is small, as md4c reads no text that is longer than 32 bits can count.
package struct Stretch: Sendable, Equatable {
    private let start: UInt32
    private let end: UInt32

    static let none = Stretch(0..<0)

    init(_ range: Range<Int>) {
        start = UInt32(range.lowerBound)
        end = UInt32(range.upperBound)
    }

    package var range: Range<Int> { Int(start)..<Int(end) }
}

/// Blocks that stand one beside the other, without those inside them.
package struct MarkdownBlocks: Sequence, IteratorProtocol {
    private let all: [MarkdownBlock]
    private var rest: Range<Int>

    init(of all: [MarkdownBlock], _ range: Range<Int>) {
        self.all = all
        rest = range
    }

    package mutating func next() -> MarkdownBlock? {
        guard let next = rest.first else { return nil }
        let block = all[next]
        rest = (block.inside?.range.upperBound ?? next + 1)..<rest.upperBound
        return block
    }
}
