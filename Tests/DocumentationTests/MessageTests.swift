import Foundation
import Testing

@Suite("The README")
struct MessageTests {
    @Test("quotes only messages that the program has, word for word")
    func messages() throws {
        let house = try House()
        let rows = try Page("README.md").rows(below: "## When something goes wrong")
        #expect(rows.count > 10)
        for message in rows.flatMap({ $0.cells.first ?? [] }) {
            let parts = message.components(separatedBy: "…").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            #expect(parts.contains { $0.count > 8 })
            for part in parts { #expect(part.isEmpty || house.contains(part), "\(message)") }
        }
    }

    @Test("links to pages that there are")
    func links() throws {
        let targets = try Page("README.md").text.components(separatedBy: "](").dropFirst()
            .map { $0.prefix { $0 != ")" } }.filter { !$0.hasPrefix("#") && !$0.contains("://") }
        #expect(targets.count >= 4)
        for target in targets {
            let path = House.root.appending(path: String(target)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(target)")
        }
    }
}
