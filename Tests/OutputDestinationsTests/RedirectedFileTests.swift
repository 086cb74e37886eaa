import ShellOutput
import TestSupport
import Testing

@testable import OutputDestinations

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("A file that receives a command's output", .timeLimit(.minutes(1)))
struct RedirectedFileTests {
    private func write(_ text: String, to path: String, appends: Bool = false) async throws {
        try await RedirectedFile(at: path, appends: appends).write(Array(text.utf8))
    }

    @Test("is replaced with > and appended to with >>")
    func both() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            try await write("long before", to: path)
            try await write("one\n", to: path)
            try await write("two\n", to: path, appends: true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
        }
    }

    @Test("is unchanged, or not created, if there is no output")
    func untouched() async throws {
        try await withTemporaryFolder { folder in
            let (old, new) = ("\(folder)/old", "\(folder)/new")
            try await write("kept", to: old)
            try RedirectedFile(at: old, appends: false).discard()
            try RedirectedFile(at: new, appends: false).discard()
            #expect(try String(contentsOfFile: old, encoding: .utf8) == "kept")
            #expect(!FileManager.default.fileExists(atPath: new))
        }
    }

    @Test("is refused with an error before the command runs if it can't be written")
    func refused() async throws {
        try await withTemporaryFolder { folder in
            for (path, reason) in [
                (folder, "it is a folder"), ("\(folder)/none/a", "no such file or folder"),
            ] {
                let complaint = #expect(throws: Complaint.self) {
                    try RedirectedFile(at: path, appends: false)
                }
                #expect(complaint?.sentence == "Couldn't write \(path): \(reason).")
                #expect(complaint?.exitStatus == .failed)
            }
        }
    }
}

@Suite("The terminal's clipboard")
struct ClipboardTests {
    @Test("receives the text as an OSC 52 sequence")
    func sequence() {
        #expect(
            String(decoding: Clipboard.sequence(for: Array("späte\n".utf8)), as: UTF8.self)
                == "\u{1B}]52;c;c3DDpHRlCg==\u{07}")
    }

    @Test("refuses a text longer than terminals accept")
    func tooLong() async {
        let bytes = [UInt8](repeating: 0x61, count: Clipboard.mostBytes + 1)
        let complaint = await #expect(throws: Complaint.self) {
            try await Clipboard(environment: [:]).copy(bytes)
        }
        #expect(
            complaint?.sentence
                == "Nothing was copied: the text has 74995 bytes, and terminals accept at most 74994. To write it to a file, use `:save FILE`."
        )
        #expect(complaint?.exitStatus == .usage)
    }
}
