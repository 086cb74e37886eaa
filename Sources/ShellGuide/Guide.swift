/// The guide: the pages that `:help TOPIC`, nx1sh-guide(7) and the DocC catalogue `Sources/nx1sh/nx1sh.docc` show.
package enum Guide {
    /// The name of the root page, which is no topic.
    private static let rootFile = "nx1sh"

    private static let all = GuideSources.all.map { GuidePage(file: $0.file, source: $0.text) }

    /// The page that introduces the guide and lists its topics.
    package static let root =
        all.first { $0.file == rootFile } ?? GuidePage(file: rootFile, source: "# nx1sh\n")

    /// The topics in the order of the root page's list; a page that it doesn't list comes last.
    package static let pages: [GuidePage] = {
        let listed = root.links.compactMap { file in all.first { $0.file == file } }
        return listed + all.filter { $0.file != rootFile && !listed.contains($0) }
    }()

    /// The page that a link names by its file.
    package static func page(file: some StringProtocol) -> GuidePage? {
        all.first { $0.file == file }
    }

    /// The page of a topic, by its name with or without hyphens, in any case.
    package static func page(topic: String) -> GuidePage? {
        let name = plain(topic)
        return all.first { plain($0.topic) == name }
    }

    /// The only topic that begins with a prefix of at least three characters.
    package static func page(topicBeginning prefix: String) -> GuidePage? {
        let name = plain(prefix)
        guard name.count >= 3 else { return nil }
        let matching = pages.filter { plain($0.topic).hasPrefix(name) }
        return matching.count == 1 ? matching.first : nil
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
