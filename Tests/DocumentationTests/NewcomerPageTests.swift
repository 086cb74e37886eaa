import Foundation
import Testing

@Suite("A page for new contributors")
struct NewcomerPageTests {
    private static let pages = [
        ("AddACommand", "InputCommand"), ("AddAnOutputFormat", "BarSeparated"),
        ("AddACredentialSource", "TokenOfFile"),
    ]

    private func page(_ name: String) throws -> Page {
        try Page("Sources/Nx1Shell/Nx1Shell.docc/\(name).md")
    }

    @Test("shows code that is built and tested", arguments: pages)
    func code(page name: String, example: String) throws {
        let file = try Page("Tests/Nx1ShellTests/Newcomers/\(example).swift").text
        // The test also has to import the shell's module.
        let code = file.components(separatedBy: "\n\n").filter { !$0.hasPrefix("@testable") }
        #expect(try page(name).code == [code.joined(separator: "\n\n")])
    }

    @Test("names a new file first, and then only files and folders that exist", arguments: pages)
    func paths(page name: String, example: String) throws {
        let paths = try page(name).names.filter { $0.contains("/") && !$0.contains(" ") }
        let isThere = paths.map { path in
            ["", "Sources/", "Sources/Nx1Shell/", "Sources/Nx1Client/"].contains {
                FileManager.default.fileExists(atPath: House.root.appending(path: $0 + path).path)
            }
        }
        #expect(isThere.count > 3)
        #expect(isThere.first == false)
        #expect(!isThere.dropFirst().contains(false), "\(zip(paths, isThere).filter { !$0.1 }.map(\.0))")
    }

    @Test("has at most 80 lines", arguments: pages)
    func length(page name: String, example: String) throws {
        #expect(try page(name).text.split(separator: "\n", omittingEmptySubsequences: false).count <= 80)
    }
}
