/// A block of a Markdown document (CommonMark with GitHub's tables and task lists).
///
/// The content is stored in the document: there may be a million blocks of a few bytes each, so blocks don't allocate
/// memory.
package enum MarkdownBlock: Sendable, Equatable {
    case paragraph(MarkdownText)
    case heading(level: UInt8, MarkdownText)
    case quote(inside: Stretch)
    case list(MarkdownList)
    /// An item. `isDone` is nil unless it is a task.
    case item(isDone: Bool?, inside: Stretch)
    case code(MarkdownCode)
    case table(MarkdownTable)
    case rule

    /// The range of nested blocks; nil for blocks that can't have any.
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
    /// The number of the first item; nil for a bulleted list.
    package var start: UInt32?
    /// Whether there are no blank rows between items.
    package var isTight = true
    /// The range of the items.
    package var inside = Stretch.none
}

package struct MarkdownCode: Sendable, Equatable {
    /// The range of the language name in the document's bytes.
    var language: Stretch
    /// The range of the code in the document's bytes.
    package var text: Stretch
    /// Whether the block is fenced rather than indented.
    var isFenced = true
}

package struct MarkdownTable: Sendable, Equatable {
    /// The range of the column alignments in the document's alignments.
    var alignments: Stretch
    /// The range in the document's cells: the titles, then the cells row by row.
    package var cells: Stretch

    package var columnCount: Int { alignments.range.count }
}

/// The inline text of a block: decoded characters, with newlines for hard breaks.
package struct MarkdownText: Sendable, Equatable {
    struct Run: Sendable, Equatable {
        /// The end, as an offset in the document's bytes.
        var end: Int
        var marks: Marks
        /// The number of the link address in the document, starting at 1; 0 for none.
        var address: UInt32
    }

    package struct Marks: OptionSet, Sendable, Hashable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let emphasis = Marks(rawValue: 1 << 0)
        package static let strong = Marks(rawValue: 1 << 1)
        package static let code = Marks(rawValue: 1 << 2)
        static let struckOut = Marks(rawValue: 1 << 3)
        static let image = Marks(rawValue: 1 << 4)
    }

    /// The range in the document's bytes, in UTF-8.
    package var bytes: Stretch
    /// The range in the document's runs; empty if there is no markup.
    var runs: Stretch
}

/// A range in one of the document's arrays. 32 bits are enough, since md4c doesn't parse longer texts.
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

/// A sequence of sibling blocks, without their nested blocks.
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
