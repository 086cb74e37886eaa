import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("wide characters at the end of a row")
    struct WideTests {
        @Test(
            "stay correct while text is inserted before them",
            arguments: [(19, "日本語", 80), (40, "注文", 80), (9, "日本語", 20), (11, "a注文b", 20)])
        func insertion(count: Int, text: String, columns: Int) async throws {
            let text = String(repeating: text, count: count)
            try await withDesk(columns: columns) { desk in
                try await desk.reads(.line("Zq-xy" + text), prompt: "ask>> ") { terminal in
                    terminal.type(text + "\u{01}")
                    try await terminal.waitsForLine("", text, columns: columns)
                    for typed in ["Z", "Zq", "Zq-", "Zq-x", "Zq-xy"] {
                        terminal.type(String(typed.suffix(1)))
                        try await terminal.waitsForLine(typed, text, columns: columns)
                    }
                    terminal.type("\r")
                }
            }
        }

        @Test("are drawn correctly below text printed meanwhile")
        func printing() async throws {
            try await withDesk(columns: 20) { desk in
                let text = String(repeating: "日本語", count: 9)
                try await desk.reads(.line("xy" + text), prompt: "ask>> ") { terminal in
                    terminal.type("y" + text + "\u{01}x")
                    try await terminal.waitsForLine("x", "y" + text, columns: 20)
                    desk.editor.print("an event")
                    try await terminal.waits(for: "the event") { picture in
                        picture.rows.first == "an event" && picture.rows.count == 5
                            && picture.beforeCursor == "ask>> x"
                    }
                    terminal.type("\r")
                }
            }
        }

        @Test(
            "stay correct whatever is typed and deleted, key by key and several keys at once",
            arguments: 1...40, [1, 2, 3])
        func anything(seed: Int, atOnce: Int) async throws {
            var random = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
            let columns = [9, 20, 21, 40][seed % 4]
            try await withDesk(rows: 30, columns: columns) { desk in
                var (before, after): ([Character], [Character]) = ([], [])
                var steps: [(key: String, before: String, after: String)] = []
                for _ in 0..<60 {
                    let key: String
                    switch random.next() % 9 {
                    case 0 where !before.isEmpty:
                        key = "\u{7F}"
                        before.removeLast()
                    case 1 where !after.isEmpty:
                        key = "\u{1B}[3~"
                        after.removeFirst()
                    case 2:
                        key = "\u{01}"
                        (before, after) = ([], before + after)
                    case 3:
                        key = "\u{05}"
                        (before, after) = (before + after, [])
                    case 4 where !before.isEmpty:
                        key = "\u{1B}[D"
                        after.insert(before.removeLast(), at: 0)
                    default:
                        let character = "日本語a注b".map { $0 }[Int(random.next() % 6)]
                        key = String(character)
                        before.append(character)
                    }
                    steps.append((key, String(before), String(after)))
                }
                let all = steps
                let end = String(before + after)
                try await desk.reads(.line(end), prompt: "ask>> ") { terminal in
                    for start in stride(from: 0, to: all.count, by: atOnce) {
                        let keys = all[start..<min(start + atOnce, all.count)]
                        terminal.type(keys.map(\.key).joined())
                        guard let last = keys.last else { break }
                        try await terminal.waitsForLine(last.before, last.after, columns: columns)
                    }
                    terminal.type("\r")
                }
            }
        }
    }
}

/// A reproducible random number generator: the same seed gives the same numbers.
private struct Numbers {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}

extension PseudoTerminal {
    /// Waits until the screen shows the prompt and the text with the cursor in it, as on a terminal that wraps.
    fileprivate func waitsForLine(_ before: String, _ after: String, columns: Int) async throws {
        var rows = [""]
        var width = 0
        func put(_ character: Character) {
            let own = character.isASCII ? 1 : 2
            if width + own > columns { rows.append(""); width = 0 }
            rows[rows.count - 1].append(character)
            width += own
        }
        for character in "ask>> " + before { put(character) }
        if after.isEmpty ? width == columns : width + (after.first!.isASCII ? 1 : 2) > columns {
            rows.append("")
            width = 0
        }
        let place = (row: rows.count - 1, column: width)
        for character in after { put(character) }
        while rows.last == "" { rows.removeLast() }
        let expected = rows
        try await waits(for: "the rows \(expected) with the cursor at \(place)") { picture in
            let shown = picture.rows.map { $0.reversed().drop { $0 == " " }.reversed() }.map { String($0) }
            return shown == expected.map { String($0.reversed().drop { $0 == " " }.reversed()) }
                && picture.row == place.row && picture.column == place.column
        }
    }
}
