import Foundation
import Testing

@Suite("The articles about the library")
struct ArticleTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let catalogue = root.appending(path: "Sources/Nx1Client/Nx1Client.docc")
    private static let examples = root.appending(path: "Tests/Examples/Articles")

    private static func names(in folder: URL, ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(ending) }
            .map { String($0.dropLast(ending.count)) }.sorted()
    }

    /// The code blocks of an article, separated by blank lines.
    private static func code(in article: String) -> String {
        article.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }.joined(separator: "\n")
    }

    @Test("contain only code that compiles: their blocks are the files of the examples")
    func code() throws {
        let articles = try Self.names(in: Self.catalogue, ending: ".md").filter { $0 != "Nx1Client" }
        #expect(articles.count >= 5)
        #expect(try Self.names(in: Self.examples, ending: ".swift") == articles)
        for name in articles {
            let article = try String(
                contentsOf: Self.catalogue.appending(path: name + ".md"), encoding: .utf8)
            let file = try String(
                contentsOf: Self.examples.appending(path: name + ".swift"), encoding: .utf8)
            #expect(Self.code(in: article) == file, "\(name)")
        }
    }

    @Test("are all listed on the first page")
    func listed() throws {
        let page = try String(contentsOf: Self.catalogue.appending(path: "Nx1Client.md"), encoding: .utf8)
        for name in try Self.names(in: Self.catalogue, ending: ".md") where name != "Nx1Client" {
            #expect(page.contains("- <doc:\(name)>\n"), "\(name)")
        }
    }
}
