extension GuidePage {
    /// The page as Markdown for readers other than DocC.
    /// - Parameters:
    ///   - headline: what is inserted between the abstract and the rest.
    ///   - name: what stands for a link to a page.
    package func markdown(headline: String = "", naming name: (GuidePage) -> String) -> String {
        (["# \(title)", Self.linked(abstract, naming: name), headline, content(naming: name)])
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// What follows the abstract, as Markdown for readers other than DocC: without directives, comments, the heading
    /// "Overview", and pictures.
    /// - Parameter omitted: the headings of second-level sections to leave out.
    package func content(omitting omitted: Set<String> = [], naming name: (GuidePage) -> String) -> String {
        var filter = DocCFilter()
        var lines: [String] = []
        var isOmitted = false
        for line in body where filter.keeps(line) {
            if !filter.isCode, line.hasPrefix("## ") {
                isOmitted = omitted.contains(String(line.dropFirst(3)))
                if line == "## Overview" { continue }
            }
            if isOmitted { continue }
            let text = filter.isCode ? String(line) : Self.linked(line, naming: name)
            // Collapses the empty lines around omitted lines.
            if text.isEmpty, lines.last?.isEmpty ?? true, !filter.isCode { continue }
            lines.append(text)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// The text below a heading of the second level, up to the next one; nil without that heading.
    package func section(_ heading: String, naming name: (GuidePage) -> String) -> String? {
        let lines = content(naming: name).split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(of: "## \(heading)"[...]) else { return nil }
        return lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }.joined(separator: "\n")
    }

    /// Replaces links to pages. A list item that is only such a link gets the page's abstract.
    private static func linked(_ line: some StringProtocol, naming name: (GuidePage) -> String) -> String {
        var text = ""
        var rest = Substring(line)
        while let link = DocCLink(firstIn: rest) {
            text += rest[..<link.range.lowerBound]
            rest = rest[link.range.upperBound...]
            let page = Guide.page(file: link.file)
            let target = page.map(name) ?? String(link.file)
            text += link.text.map { "\($0) (\(target))" } ?? target
            if let page, text == "- " + target, rest.isEmpty, !page.abstract.isEmpty {
                text += ": " + linked(page.abstract, naming: name)
            }
        }
        return text + rest
    }
}

/// A link to another page: `<doc:File>`, `<doc:File#Heading>` or `[text](doc:File)`.
private struct DocCLink {
    let range: Range<Substring.Index>
    let file: Substring
    let text: Substring?

    init?(firstIn line: Substring) {
        guard let scheme = line.firstRange(of: "doc:"), scheme.lowerBound > line.startIndex else {
            return nil
        }
        let before = line[..<scheme.lowerBound]
        let target = line[scheme.upperBound...].prefix { $0 != ">" && $0 != ")" }
        guard target.endIndex < line.endIndex else { return nil }
        file = target.prefix { $0 != "#" }
        let end = line.index(after: target.endIndex)
        if before.hasSuffix("<") {
            text = nil
            range = line.index(before: scheme.lowerBound)..<end
        } else if before.hasSuffix("]("), let start = before.lastIndex(of: "[") {
            text = before[line.index(after: start)...].dropLast(2)
            range = start..<end
        } else {
            return nil
        }
    }
}
