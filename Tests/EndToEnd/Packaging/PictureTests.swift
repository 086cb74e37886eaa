import Foundation
import TestSupport
import Testing

@Suite("The picture of a session")
struct PictureTests {
    private func picture() throws -> String {
        try RepositoryFile.text("Sources/nx1sh/nx1sh.docc/Resources/session.svg")
    }

    @Test("shows a question, the crew's steps, the answer's table and its chart")
    func content() throws {
        let texts = try picture().matches(of: #/<text [^>]*>([^<]*)</#).map { String($0.1) }
        #expect(texts.contains("$ nx1sh --sandbox"))
        #expect(texts.contains("ask&gt; How many orders shipped late?"))
        #expect(texts.contains("run_sql"))
        #expect(texts.contains("Shipped late"))
        #expect(texts.contains("ask&gt; :chart"))
        #expect(texts.contains { $0.contains("█") })
    }

    @Test("is a single file without scripts, adapts to dark pages, and is under 60 KB")
    func form() throws {
        let picture = try picture()
        #expect(picture.utf8.count < 60_000)
        #expect(picture.contains("@media(prefers-color-scheme:dark)"))
        #expect(picture.contains("<title "))
        for word in ["<script", "<image", "<use", "<foreignObject", "href", "url(", "@import", " on"] {
            #expect(!picture.replacing(#/>[^<]*</#, with: "><").contains(word), "\(word)")
        }
        #expect(picture.replacing("http://www.w3.org/2000/svg", with: "").firstRange(of: "://") == nil)
    }

    @Test("has a contrast of at least 4.5 between text and card, on light and dark pages")
    func contrast() throws {
        let sheets = try picture().matches(of: #/text\{fill:#[0-9a-f]{6}\}.*/#).map { String($0.output) }
        #expect(sheets.count == 2)
        for sheet in sheets {
            let rules = sheet.matches(of: #/([a-z.]+)\{fill:(#[0-9a-f]{6})/#).map {
                (String($0.1), Self.luminance(of: $0.2))
            }
            let card = try #require(rules.first { $0.0 == ".card" }).1
            for (name, luminance) in rules where ![".card", ".bar", ".dot"].contains(name) {
                let contrast = (max(luminance, card) + 0.05) / (min(luminance, card) + 0.05)
                #expect(contrast >= 4.5, "\(name) in \(sheet)")
            }
        }
    }

    /// The relative luminance of a color such as `#1f2328`, as WCAG defines it.
    private static func luminance(of color: Substring) -> Double {
        let value = Int(color.dropFirst(), radix: 16) ?? 0
        func linear(_ shift: Int) -> Double {
            let part = Double((value >> shift) & 0xFF) / 255
            return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }

    @Test("keeps the columns and styles of the screen")
    func drawing() async throws {
        try await withTemporaryFolder { home in
            let outcome = try await Program(path: "/usr/bin/python3").run(
                [RepositoryFile.path(".ci/packaging/picture.py"), "40"],
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"], home: home,
                input: .text(
                    "\u{1B}[32m✓ \u{1B}[2;39ma < b\u{1B}[0m   \u{1B}[1mend\n\u{1B}[0mnext\n\n\n"))
            #expect(outcome.status == 0, "\(outcome.errors)")
            let texts = outcome.output.split(separator: "\n").filter { $0.hasPrefix("<text") }
                .map { $0.replacing(#/ (y|lengthAdjust)="[^"]*"/#, with: "") }
            #expect(
                texts == [
                    #"<text x="20" textLength="8" class="green">✓</text>"#,
                    #"<text x="36" textLength="40" class="dim">a &lt; b</text>"#,
                    #"<text x="100" textLength="24" class="bold">end</text>"#,
                    #"<text x="20" textLength="32">next</text>"#,
                ])
        }
    }
}
