/// The margin of the rows of a quote or a list item.
struct Margin {
    /// The marker for the next row, if it is the first one of an item.
    var first: Marker?
    let rest: Rest
    /// Whether the margin is omitted, because it would leave too few columns.
    var isLeftOut = false

    enum Rest {
        case bar
        /// The bar of a plain page.
        case sign
        case blanks(Int)
    }

    var width: Int {
        switch rest {
        case .bar, .sign: 2
        case .blanks(let count): count
        }
    }
}

extension Margin.Rest {
    var isBlank: Bool {
        if case .blanks = self { true } else { false }
    }

    func append(to rows: inout StyledText) {
        switch self {
        case .bar: rows.append(sign: "│ ", .dim)
        case .sign: rows.append(sign: "> ")
        case .blanks(let count): rows.pad(count)
        }
    }
}

/// The marker of a list item.
struct Marker {
    /// Whether the list is inside another one.
    let isInner: Bool
    /// The number; nil in a bulleted list.
    var number: Int?
    /// The number of digits of the list's longest number.
    var digits = 0
    /// Whether the task is done; nil if the item isn't a task.
    var isDone: Bool?

    init(isInner: Bool) {
        self.isInner = isInner
    }

    var width: Int {
        let box = isDone == nil ? 0 : 4
        return number == nil ? max(2, box) : digits + 2 + box
    }

    func append(to rows: inout StyledText) {
        if let number {
            let text = String(number)
            rows.pad(digits - text.utf8.count)
            rows.append(text)
            rows.append(sign: ". ")
        }
        switch isDone {
        case true: rows.append(sign: "[x] ")
        case false: rows.append(sign: "[ ] ")
        case nil: if number == nil { rows.append(sign: isInner ? "◦ " : "• ") }
        }
    }
}
