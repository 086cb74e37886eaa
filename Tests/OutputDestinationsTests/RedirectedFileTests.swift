import ShellOutput
import TestSupport
import Testing

@testable import OutputDestinations

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("A file that a command's output goes to", .timeLimit(.minutes(1)))
struct RedirectedFileTests {
    private func write(_ text: String, to path: String, appends: Bool = false) async throws {
        try await RedirectedFile(at: path, appends: appends).write(Array(text.utf8))
    }

    @Test("is replaced by one angle, and made longer by two")
    func both() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            try await write("long before", to: path)
            try await write("one\n", to: path)
            try await write("two\n", to: path, appends: true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "one\ntwo\n")
        }
    }

    @Test("stays as it was, or isn't there, when nothing came to be written")
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

    @Test("is refused in a sentence where it can't be written, before anything is done")
    func refused() async throws {
        try await withTemporaryFolder { folder in
            for (path, reason) in [
                (folder, "Is a directory"), ("\(folder)/none/a", "No such file or directory"),
            ] {
                let complaint = #expect(throws: Complaint.self) {
                    try RedirectedFile(at: path, appends: false)
                }
                #expect(complaint?.sentence == "\(path) can't be written: \(reason).")
                #expect(complaint?.exitStatus == .failed)
            }
        }
    }
}

@Suite("The terminal's clipboard")
struct ClipboardTests {
    @Test("is told a text as OSC 52 has it")
    func sequence() {
        #expect(
            String(decoding: Clipboard.sequence(for: Array("späte\n".utf8)), as: UTF8.self)
                == "\u{1B}]52;c;c3DDpHRlCg==\u{07}")
    }

    @Test("takes no text that is longer than terminals take")
    func tooLong() async {
        let bytes = [UInt8](repeating: 0x61, count: Clipboard.mostBytes + 1)
        let complaint = await #expect(throws: Complaint.self) {
            try await Clipboard(environment: [:]).copy(bytes)
        }
        #expect(
            complaint?.sentence
                == "Nothing was copied: the text has 74995 bytes, and terminals accept at most 74994. :save FILE writes it to a file."
        )
        #expect(complaint?.exitStatus == .usage)
    }
}
