import Foundation
import Testing

@Suite("The page about troubleshooting")
struct MessageTests {
    /// What the items below "## Messages" quote before their colon.
    private static func messages() throws -> [String] {
        let page = try Page("Sources/nx1sh/nx1sh.docc/Troubleshooting.md").text
        let list = try #require(page.components(separatedBy: "## Messages\n").last)
        return list.components(separatedBy: "\n- ").dropFirst().flatMap { item in
            let head = item.replacingOccurrences(of: "\n", with: " ").components(separatedBy: "`: ")[0]
            return Page.quoted(head + "`")
        }
    }

    @Test("quotes the program's messages word for word")
    func messages() throws {
        let house = try House()
        let messages = try Self.messages()
        #expect(messages.count > 15)
        for message in messages {
            let parts = message.components(separatedBy: "…").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            #expect(parts.contains { $0.count > 8 }, "\(message)")
            for part in parts { #expect(part.isEmpty || house.contains(part), "\(message)") }
        }
    }
}

@Suite("Links")
struct LinkTests {
    @Test("of the README lead to files that exist")
    func readme() throws {
        let targets = try Page("README.md").text.components(separatedBy: "](").dropFirst()
            .map { $0.prefix { $0 != ")" } }.filter { !$0.hasPrefix("#") && !$0.contains("://") }
        #expect(targets.count >= 4)
        for target in targets {
            let file = House.root.appending(path: String(target)).path
            #expect(FileManager.default.fileExists(atPath: file), "\(target)")
        }
    }

    @Test("between the guide's pages lead to pages, and the root page lists every page")
    func guide() throws {
        let folder = "Sources/nx1sh/nx1sh.docc"
        let files = try FileManager.default.contentsOfDirectory(
            atPath: House.root.appending(path: folder).path
        )
        .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
        #expect(files.count >= 13)
        for file in files {
            let links = try Page("\(folder)/\(file).md").text.components(separatedBy: "<doc:").dropFirst()
                .map { String($0.prefix { $0 != ">" && $0 != "#" }) }
            #expect(Set(links).isSubset(of: files), "\(file): \(links)")
            if file == "nx1sh" { #expect(Set(links) == Set(files).subtracting(["nx1sh"])) }
        }
    }
}
