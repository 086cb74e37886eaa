/// The source of a manual page in mdoc(7), built piece by piece. Texts are given unescaped.
struct ManualSource {
    private(set) var lines: [String] = []
    /// Whether text added now would continue the paragraph before it.
    private var isInParagraph = false

    /// A macro and its arguments, already escaped.
    mutating func add(_ macro: String) {
        lines.append("." + macro)
        isInParagraph = false
    }

    /// Begins a section.
    mutating func begin(section title: String) {
        add("Sh \(title)")
    }

    /// Begins a subsection.
    mutating func begin(part title: String) {
        add("Ss \(ManualText.argument(title))")
    }

    /// Paragraphs separated by empty lines. A paragraph whose rows all begin with "name:" keeps its rows; others are filled.
    mutating func add(text: String) {
        for paragraph in text.split(separator: "\n\n") {
            if isInParagraph { lines.append(".Pp") }
            isInParagraph = true
            let rows = paragraph.split(separator: "\n")
            let isList = rows.count > 1 && rows.allSatisfy { $0.prefix { $0 != " " }.hasSuffix(":") }
            for (index, part) in (isList ? rows : [paragraph]).enumerated() {
                if index > 0 { lines.append(".br") }
                lines += ManualText.lines(String(part))
            }
        }
    }

    /// A list of items, each a tag and a body.
    /// - Parameter isCompact: whether the items have no empty lines between them.
    mutating func add<Item>(
        list items: [Item], isCompact: Bool = false, _ head: (Item) -> String,
        _ body: (Item, inout ManualSource) -> Void
    ) {
        if isCompact, isInParagraph { lines.append(".Pp") }
        add("Bl -tag -width Ds" + (isCompact ? " -compact" : ""))
        for item in items {
            add("It " + head(item))
            body(item, &self)
        }
        add("El")
        isInParagraph = true
    }

    /// Literal lines.
    mutating func add(literal text: String) {
        enclose("Bd -literal -offset indent -compact", "Ed") { $0.lines += ManualText.literal(text) }
    }

    /// A paragraph of pieces in different faces.
    mutating func add(paragraph pieces: [(text: String, face: ManualText.Face)]) {
        if isInParagraph { lines.append(".Pp") }
        isInParagraph = false
        add(row: pieces)
    }

    /// Text that begins a row.
    mutating func add(row pieces: [(text: String, face: ManualText.Face)]) {
        for row in Self.rows(of: pieces) {
            if isInParagraph { lines.append(".br") }
            lines += ManualText.lines(row)
            isInParagraph = true
        }
    }

    /// Splits at newlines, which are hard breaks.
    private static func rows(
        of pieces: [(text: String, face: ManualText.Face)]
    ) -> [[(text: String, face: ManualText.Face)]] {
        var rows: [[(text: String, face: ManualText.Face)]] = [[]]
        for piece in pieces {
            let parts = piece.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 { rows.append([]) }
                rows[rows.count - 1].append((String(part), piece.face))
            }
        }
        return rows.filter { $0.contains { !$0.text.isEmpty } }
    }

    /// A block between two macros, separated from the paragraph above.
    mutating func enclose(_ beginning: String, _ end: String, _ body: (inout ManualSource) -> Void) {
        if isInParagraph, beginning.hasSuffix(" -compact") { lines.append(".Pp") }
        add(beginning)
        body(&self)
        add(end)
        isInParagraph = true
    }
}

extension ManualSource {
    /// Adds the lines that every page begins with, up to the section NAME.
    mutating func addHead(of program: ProgramDescription, name: String, section: Int, about summary: String) {
        add("\\\" Generated from the program by .ci/generate.")
        add("Dd \(program.version.date)")
        add("Dt \(name.uppercased()) \(section)")
        add("Os \(ManualText.argument("nx1sh " + program.version.number))")
        begin(section: "NAME")
        add("Nm \(name)")
        add("Nd \(ManualText.escaped(summary.asPartOfSentence))")
    }

    /// The whole source.
    var text: String { lines.map { $0 + "\n" }.joined() }
}
