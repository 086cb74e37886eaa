import YAMLDocuments

/// The text of a profiles file, edited only in the lines of one profile: everything else, including comments, is
/// preserved.
///
/// The parser's positions locate the lines. Parsing the new text then verifies that the edit changed what it should,
/// and nothing else. A layout that doesn't fit is refused, never rewritten.
struct ProfileText {
    /// The layout doesn't allow the profile to change alone.
    struct UnsuitableLayout: Error {}

    private var lines: YAMLLines
    private let mark: String
    private let before: [YAMLNode.Pair]

    /// Creates an editor for a text that's known to be a mapping, or empty.
    init(_ text: String) throws {
        // libyaml doesn't count a byte order mark.
        let hasMark = text.unicodeScalars.first == "\u{FEFF}"
        mark = hasMark ? "\u{FEFF}" : ""
        lines = YAMLLines(hasMark ? String(text.unicodeScalars.dropFirst()) : text)
        before = try YAMLNode.document(in: lines.text)?.pairs ?? []
    }

    /// The text with `settings` in the profile `name`, which is appended if it doesn't exist.
    func setting(_ settings: [(key: String, value: YAMLScalar)], in name: String) throws -> String {
        var changed = self
        if let index = before.firstIndex(where: { $0.key.string == name }) {
            try changed.change(index, settings)
        } else {
            changed.add(name, settings)
        }
        try check(changed, except: name, expecting: settings)
        return changed.text
    }

    /// The text without the profile `name`. Comments above it are preserved.
    func removing(_ name: String) throws -> String {
        guard let index = before.firstIndex(where: { $0.key.string == name }) else { return text }
        var changed = self
        changed.lines.replace(try block(index), with: [])
        if before.count == 1 {
            // A parser may not expect an empty document.
            changed.lines.insert(["{}"], at: changed.lines.end)
        }
        try check(changed, except: name, expecting: nil)
        return changed.text
    }

    private var text: String { mark + lines.text }
}

extension ProfileText {
    /// The column of the profiles' names.
    private var column: Int { (before.first?.key.place?.column ?? 1) - 1 }

    private mutating func add(_ name: String, _ settings: [(key: String, value: YAMLScalar)]) {
        if before.isEmpty, let empty = lines.lines.indices.first(where: { lines.content($0).isEmptyMapping })
        {
            lines.replace(empty..<empty + 1, with: [])
        }
        let indent = String(repeating: " ", count: column)
        lines.insert(
            [indent + YAMLScalar.text(name).written + ":"] + settings.map { indent + "  " + Self.line($0) },
            at: lines.end)
    }

    private static func line(_ setting: (key: String, value: YAMLScalar)) -> String {
        YAMLScalar.text(setting.key).written + ": " + setting.value.written
    }

    private mutating func change(_ index: Int, _ settings: [(key: String, value: YAMLScalar)]) throws {
        let block = try block(index)
        guard let pairs = before[index].value.pairs, let first = pairs.first?.key.place,
            block.contains(first.line - 1), first.line - 1 > block.lowerBound,
            lines.content(first.line - 1).prefix(first.column - 1).allSatisfy({ $0 == " " })
        else { return try rewrite(index, block, settings) }
        let inner = YAMLBlock(pairs.map(\.key), in: block, column: first.column - 1)
        // From the bottom up, so that the positions above stay valid.
        var new: [String] = []
        var known: [(at: Int, setting: (key: String, value: YAMLScalar))] = []
        for setting in settings {
            if let place = pairs.firstIndex(where: { $0.key.string == setting.key }) {
                known.append((place, setting))
            } else {
                new.append(String(repeating: " ", count: inner.column) + Self.line(setting))
            }
        }
        lines.insert(new, at: block.upperBound)
        for (at, setting) in known.sorted(by: { $0.at > $1.at }) {
            let range = try inner.lines(of: at, in: lines)
            let key = lines.content(range.lowerBound)
            guard let colon = key.endOfKey(from: inner.column) else { throw UnsuitableLayout() }
            let comment = range.count == 1 ? key[colon...].comment : ""
            lines.replace(range, with: [String(key[..<colon]) + " " + setting.value.written + comment])
        }
    }

    /// Rewrites a profile that was on a single line or empty in a layout that's easy to edit.
    private mutating func rewrite(
        _ index: Int, _ block: Range<Int>, _ settings: [(key: String, value: YAMLScalar)]
    ) throws {
        let head = lines.content(block.lowerBound)
        guard let colon = head.endOfKey(from: column) else { throw UnsuitableLayout() }
        let kept = (before[index].value.pairs ?? []).filter { pair in
            !settings.contains { $0.key == pair.key.string }
        }
        let indent = String(repeating: " ", count: column + 2)
        var rows =
            kept.isEmpty
            ? []
            : YAMLLines(try YAMLNode(.mapping(kept)).written()).lines
        rows = rows.map { indent + $0.trimmingLineEnd } + settings.map { indent + Self.line($0) }
        lines.replace(block, with: [String(head[..<colon])] + rows)
    }

    /// The lines of one profile, without the blank lines and comments after it.
    private func block(_ index: Int) throws -> Range<Int> {
        try YAMLBlock(before.map(\.key), in: 0..<lines.end, column: column).lines(of: index, in: lines)
    }

    /// Verifies that the changed text has the expected settings, and that the other profiles are unchanged.
    private func check(
        _ changed: ProfileText, except name: String, expecting settings: [(key: String, value: YAMLScalar)]?
    ) throws {
        // Parses it as a reader would: the text may now start with what looks like a byte order mark.
        guard let read = try? ProfileText(changed.text),
            (try? ProfileFile(text: changed.text, path: "")) != nil
                || (try? ProfileFile(text: text, path: "")) == nil
        else { throw UnsuitableLayout() }
        let after = read.before
        let others = (before.filter { $0.key.string != name }, after.filter { $0.key.string != name })
        guard others.0 == others.1 else { throw UnsuitableLayout() }
        let own = after.filter { $0.key.string == name }.map(\.value)
        guard let settings else {
            guard own.isEmpty, !after.isEmpty || before.count == 1 else { throw UnsuitableLayout() }
            return
        }
        let earlier = before.first { $0.key.string == name }?.value
        guard own.count == 1, earlier == nil || earlier?.tag == own[0].tag else { throw UnsuitableLayout() }
        var rest = own[0].pairs ?? []
        for setting in settings {
            guard let found = rest.firstIndex(where: { $0.key.string == setting.key }),
                setting.value.isRead(as: rest.remove(at: found).value)
            else { throw UnsuitableLayout() }
        }
        let old = (earlier?.pairs ?? []).filter { pair in
            !settings.contains { $0.key == pair.key.string }
        }
        guard old.count == rest.count, old.allSatisfy(rest.contains) else { throw UnsuitableLayout() }
    }
}

extension YAMLScalar {
    fileprivate func isRead(as node: YAMLNode) -> Bool {
        switch self {
        case .text(let text): node.isText && node.string == text
        case .flag(let flag): node.flag == flag
        case .number(let number): node.number == number
        }
    }
}

/// The keys of one block mapping, and the lines that belong to each.
struct YAMLBlock {
    private let keys: [YAMLNode]
    private let range: Range<Int>
    let column: Int

    init(_ keys: [YAMLNode], in range: Range<Int>, column: Int) {
        self.keys = keys
        self.range = range
        self.column = column
    }

    /// The lines of a key and its value, without the blank lines and comments after them.
    func lines(of index: Int, in lines: YAMLLines) throws -> Range<Int> {
        guard let place = keys[index].place, place.column == column + 1 else {
            throw ProfileText.UnsuitableLayout()
        }
        let start = place.line - 1
        var end = range.upperBound
        if index + 1 < keys.count {
            guard let next = keys[index + 1].place, next.column == column + 1 else {
                throw ProfileText.UnsuitableLayout()
            }
            end = next.line - 1
        }
        guard range.contains(start), start < end, end <= range.upperBound else {
            throw ProfileText.UnsuitableLayout()
        }
        while end > start + 1, lines.isBesides(end - 1, column: column) { end -= 1 }
        return start..<end
    }
}
