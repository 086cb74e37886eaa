import Foundation
import Testing

@Suite("The library's messages")
struct LibraryWordsTests {
    private static let targets = [
        "Nx1Client", "Nx1Settings", "Nx1SignIn", "Nx1HTTP", "Nx1Values", "Nx1Events",
    ]

    @Test("don't name the shell, its flags or its commands", arguments: targets)
    func words(of target: String) throws {
        let folder = House.root.appending(path: "Sources/\(target)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var count = 0
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            count += 1
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            where !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") {
                let named = line.firstMatch(of: #/"[^"]*(--[a-z]|[ (]:[a-z]|nx1sh)[^"]*"/#)
                #expect(named == nil, "\(file.lastPathComponent): \(line)")
            }
        }
        #expect(count > 0)
    }
}
