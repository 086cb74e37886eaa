/// A page of the guide: one topic, in DocC's Markdown.
package struct GuidePage: Sendable, Equatable {
    /// The file's name without its extension, by which links name the page: "SigningIn".
    package let file: String
    /// The name of the topic: "signing-in".
    package let topic: String
    /// The heading of the page.
    package let title: String
    /// The paragraph below the title, on one line.
    package let abstract: String
    /// The lines below the abstract.
    let body: ArraySlice<Substring>

    /// Parses a page: a title, a paragraph, and the rest.
    init(file: String, source: String) {
        self.file = file
        topic = Self.topic(of: file)
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false)[...]
        func skipBlankLines() { lines = lines.drop { $0.allSatisfy(\.isWhitespace) } }
        skipBlankLines()
        if let first = lines.first, first.hasPrefix("# ") {
            title = String(first.dropFirst(2))
            lines.removeFirst()
        } else {
            title = file
        }
        skipBlankLines()
        let paragraph = lines.prefix { !$0.isEmpty && $0.first != "#" && $0.first != "@" }
        abstract = paragraph.joined(separator: " ")
        body = lines.dropFirst(paragraph.count).drop { $0.isEmpty }
    }

    /// The files that the page's list items link to, in order.
    var links: [String] {
        body.compactMap { line in
            line.hasPrefix("- <doc:") ? line.dropFirst("- <doc:".count).prefix { $0 != ">" } : nil
        }.map(String.init)
    }

    /// The file's name in lower case, with hyphens between its words.
    private static func topic(of file: String) -> String {
        var topic = ""
        var wasLower = false
        for character in file {
            if character.isUppercase, wasLower { topic.append("-") }
            wasLower = character.isLowercase
            topic += character.lowercased()
        }
        return topic
    }
}
