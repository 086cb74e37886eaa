import ShellInput

/// Why a question can't be found, saved or asked. The description is one or more sentences.
package struct QuestionRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The values for the placeholders of a question: `month=April region="north west"`.
///
/// A value is always text: `@file`, `%1` and `{placeholder}` have no special meaning.
package struct QuestionValues: Sendable, Hashable {
    /// The values, in the order given.
    package private(set) var items: [Item] = []

    package struct Item: Sendable, Hashable {
        package let name: String
        package var text: String
    }

    /// Creates an empty set of values.
    package init() {}

    /// Parses the arguments after `:NAME`. Text with spaces is quoted: `region="north west"` or `"region=north
    /// west"`. Inside double quotes, `\"` is a quote and `\\` a backslash. A quote in the middle of a word is
    /// literal.
    /// - Throws: ``QuestionRefusal`` for anything that isn't `NAME=TEXT`, and for duplicate names.
    package init(arguments: String) throws(QuestionRefusal) {
        var words = ValueWords(arguments)
        while let (name, text) = try words.next() {
            guard self[name] == nil else {
                throw QuestionRefusal(OptionMessages.givenTwice("`\(name)`"))
            }
            items.append(Item(name: name, text: text))
        }
    }

    /// The text for a name. Setting it adds, replaces or removes an item.
    package subscript(_ name: String) -> String? {
        get { items.first { $0.name == name }?.text }
        set {
            let index = items.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let text?): items[index].text = text
            case (let index?, nil): items.remove(at: index)
            case (nil, let text?): items.append(Item(name: name, text: text))
            case (nil, nil): break
            }
        }
    }

    /// The texts by name.
    package var texts: [String: String] {
        Dictionary(items.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first })
    }
}

extension SavedQuestion {
    /// Checks that every value belongs to a placeholder.
    /// - Throws: ``QuestionRefusal``, which lists the placeholders.
    package func check(_ values: QuestionValues) throws(QuestionRefusal) {
        let names = text.places.map(\.name)
        guard let unknown = values.items.first(where: { !names.contains($0.name) })?.name else { return }
        if names.isEmpty { throw QuestionRefusal("`:\(name)` has no placeholders, so it takes no values.") }
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        let advice = NearestNames.question(about: unknown, among: names).map { " " + $0 } ?? ""
        throw QuestionRefusal(
            "`:\(name)` has no placeholder `\(unknown)`.\(advice) Its placeholders: \(list).")
    }

    /// The text to ask.
    /// - Throws: ``QuestionRefusal`` for values without a placeholder, and for missing values.
    package func filled(with values: QuestionValues) throws(QuestionRefusal) -> String {
        try check(values)
        let missing = text.missing(in: values.texts)
        guard missing.isEmpty, let filled = text.filled(with: values.texts) else {
            let list = missing.map { "`\($0)`" }.joined(separator: ", ")
            let example = missing.map { $0.contains(" ") ? "\"\($0)=TEXT\"" : "\($0)=TEXT" }
            throw QuestionRefusal(
                "`:\(name)` needs a value for \(list): `:\(name) \(example.joined(separator: " "))`.")
        }
        return filled
    }

    /// The usage of the question: `:late [month=March] region=TEXT`.
    package var usage: String {
        let words = text.places.map { place in
            let item = "\(place.name)=\(place.standard ?? "TEXT")"
            let word = item.contains(where: \.isWhitespace) ? "\"\(item)\"" : item
            return place.standard == nil ? word : "[\(word)]"
        }
        return ([":\(name)"] + words).joined(separator: " ")
    }
}

/// Splits the arguments of a question.
private struct ValueWords {
    private var rest: Substring

    init(_ arguments: String) {
        rest = arguments[...]
    }

    mutating func next() throws(QuestionRefusal) -> (name: String, text: String)? {
        rest = rest.drop(while: \.isWhitespace)
        guard let first = rest.first else { return nil }
        if first == "\"" || first == "'" {
            let word = try quoted(of: "the value")
            guard let equals = word.firstIndex(of: "=") else { throw Self.noValue(word) }
            return (String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        let head = rest.prefix { $0 != "=" && !$0.isWhitespace }
        guard rest[head.endIndex...].first == "=" else { throw Self.noValue(String(head)) }
        rest = rest[head.endIndex...].dropFirst()
        let name = String(head)
        if let quote = rest.first, quote == "\"" || quote == "'" {
            return (name, try quoted(of: "`\(name)`"))
        }
        let text = rest.prefix { !$0.isWhitespace }
        rest = rest[text.endIndex...]
        return (name, String(text))
    }

    private mutating func quoted(of what: String) throws(QuestionRefusal) -> String {
        let quote = rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote {
                guard rest.first?.isWhitespace ?? true else {
                    throw QuestionRefusal("Missing space after the closing quote of \(what).")
                }
                return text
            }
            if quote == "\"", character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                text.append(rest.removeFirst())
            } else {
                text.append(character)
            }
        }
        throw QuestionRefusal("Missing closing quote of \(what).")
    }

    private static func noValue(_ word: String) -> QuestionRefusal {
        QuestionRefusal(
            "`\(word)` isn't a value. Use `NAME=TEXT`, and quote text that contains spaces: `NAME=\"TWO WORDS\"`."
        )
    }
}
