package import Nx1Events

extension HTMLText {
    /// An answer: Markdown and tables as elements, other JSON as a code block.
    package init(answer: JSONValue, form: HTMLForm = .fragment) {
        self.init()
        if let text = answer.string {
            if let document = MarkdownDocument(text) {
                append(MarkdownHTML(document, form: form).html)
            } else {
                element("pre", text: text)
            }
        } else if let table = ResultTable(answer) {
            append(TableHTML(table, form: form).html)
        } else {
            append(HTMLText(code: answer.serialized(.indented), language: "json"))
        }
    }

    /// A code block.
    /// - Parameter language: the language name, or empty. A name that isn't valid in a class attribute is omitted.
    package init(code: String, language: String) {
        self.init()
        let isName =
            !language.isEmpty && language.utf8.count <= 32
            && language.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "+#-_.".unicodeScalars.contains($0))
            }
        element("pre") {
            $0.element("code", ["class": isName ? "language-" + language.lowercased() : nil], text: code)
        }
    }

    /// Appends text whose newlines become line breaks.
    package mutating func append(rowsOf text: String) {
        for (index, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { open("br") }
            append(String(row))
        }
    }
}
