import Foundation

@testable import ShellText

/// An expected screen in a text file; `␛` stands for ESC.
enum GoldenScreen {
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// The output for rows, in the format of the files.
    static func of(_ rows: StyledText, on page: Page) -> String {
        String(decoding: TerminalText(rows, on: page).bytes, as: UTF8.self)
            .replacing("\u{1B}", with: "␛")
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden")
}
