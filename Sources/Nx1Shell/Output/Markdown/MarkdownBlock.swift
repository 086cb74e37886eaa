/// One block of a Markdown document, as CommonMark and GitHub's tables and task lists have them.
enum MarkdownBlock: Sendable, Equatable {
    case paragraph(MarkdownText)
    case heading(level: Int, MarkdownText)
    case quote([MarkdownBlock])
    case list(MarkdownList)
    case code(language: String, String)
    case table(MarkdownTable)
    case rule
}

struct MarkdownList: Sendable, Equatable {
    /// The number of the first item; nil for a list without numbers.
    var start: Int?
    /// Whether its items stand without blank rows between them.
    var isTight = true
    var items: [Item] = []

    struct Item: Sendable, Equatable {
        /// Whether the task is done, if it is one.
        var isDone: Bool?
        var blocks: [MarkdownBlock] = []
    }
}

struct MarkdownTable: Sendable, Equatable {
    var alignments: [ColumnAlignment] = []
    var header: [MarkdownText] = []
    var rows: [[MarkdownText]] = []
}

/// Text inside a block: characters as they are meant, newlines where rows must end.
struct MarkdownText: Sendable, Equatable {
    struct Run: Sendable, Equatable {
        /// Where it ends.
        var end: Int
        var marks: Marks
        /// The address that it leads to.
        var link: String?
    }

    struct Marks: OptionSet, Sendable, Hashable {
        let rawValue: UInt8

        static let emphasis = Marks(rawValue: 1 << 0)
        static let strong = Marks(rawValue: 1 << 1)
        static let code = Marks(rawValue: 1 << 2)
        static let struckOut = Marks(rawValue: 1 << 3)
        static let image = Marks(rawValue: 1 << 4)
    }

    /// The text in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// Empty where nothing is marked.
    private(set) var runs: [Run] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it is printable ASCII without any marks, which is shown as it is.
    var isPrintable: Bool { runs.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    mutating func append(_ new: UnsafeBufferPointer<UInt8>, marks: Marks = [], link: String? = nil) {
        if new.isEmpty { return }
        if !marks.isEmpty || link != nil || !runs.isEmpty {
            if runs.isEmpty, !bytes.isEmpty { runs.append(Run(end: bytes.count, marks: [], link: nil)) }
            let end = bytes.count + new.count
            if let last = runs.last, last.marks == marks, last.link == link {
                runs[runs.count - 1].end = end
            } else {
                runs.append(Run(end: end, marks: marks, link: link))
            }
        }
        bytes.append(contentsOf: new)
    }
}
