/// The source of a manual page in mdoc(7), as it grows. Texts are given as people read them.
struct ManualSource {
    private(set) var lines: [String] = []
    /// Whether a text would run on in the paragraph before it.
    private var isInParagraph = false

    /// A macro with what it needs, which is in roff already.
    mutating func add(_ macro: String) {
        lines.append("." + macro)
        isInParagraph = false
    }

    /// The beginning of a section.
    mutating func begin(section title: String) {
        add("Sh \(title)")
    }

    /// The beginning of a part of a section.
    mutating func begin(part title: String) {
        add("Ss \(ManualText.argument(title))")
    }

    /// Paragraphs, with empty lines between them. One of rows such as "name: meaning" keeps its rows, others are filled.
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

    /// A list of things, each with what is to be said of it.
    /// - Parameter isCompact: whether they stand close together, as a paragraph.
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

    /// Lines that are shown as they stand.
    mutating func add(literal text: String) {
        if isInParagraph { lines.append(".Pp") }
        add("Bd -literal -offset indent -compact")
        lines += ManualText.literal(text)
        add("Ed")
        isInParagraph = true
    }
}
