import Foundation

@testable import Nx1Shell

/// A screen as it is to be, kept as a text file; `␛` stands for ESC.
enum GoldenScreen {
    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// What is written for `lines`, in the form of the files.
    static func of(_ lines: [StyledText], on page: Page) -> String {
        String(decoding: TerminalText(lines, on: page).bytes, as: UTF8.self)
            .replacing("\u{1B}", with: "␛")
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden")
}
