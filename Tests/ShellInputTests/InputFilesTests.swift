import Foundation
import ShellInput
import Testing

@Suite("Files named by items")
struct InputFilesTests {
    @Test("A file is read byte by byte, also by a path below the home directory")
    func reads() throws {
        try withFolder { folder in
            let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
            try Data(bytes).write(to: folder.appending(path: "all bytes.bin"))
            let files = InputFiles.onDisk(home: folder.path)
            #expect(try files.bytes(at: folder.path + "/all bytes.bin") == bytes)
            #expect(try files.bytes(at: "~/all bytes.bin") == bytes)
        }
    }

    @Test("A pipe without a writer is waited for, but not forever")
    func silentPipe() throws {
        try withFolder { folder in
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let error = #expect(throws: InputFileError.self) {
                try InputFiles.onDisk(home: nil, patience: 1).bytes(at: pipe)
            }
            #expect(error?.reason == "it sent no data for 1 s")
        }
    }

    @Test("An unreadable file is reported with a reason")
    func refusals() throws {
        try withFolder { folder in
            let file = folder.appending(path: "file")
            try Data(repeating: 0x61, count: 11).write(to: file)
            let files = InputFiles.onDisk(home: nil, limit: 10)
            let refusals = [
                (folder.path, "it is a folder"),
                (folder.path + "/gone", "no such file"),
                (file.path + "/inner", "part of the path isn't a folder"),
                (file.path, "it is larger than 10 bytes"),
                ("a\0b", "the path contains a NUL byte"),
                ("", "the path is empty"),
                ("~/file", "no such file"),
            ]
            for (path, reason) in refusals {
                let error = #expect(throws: InputFileError.self) { try files.bytes(at: path) }
                #expect(
                    error
                        == InputFileError(
                            path: path, reason: reason, isMissing: reason == "no such file"))
                #expect(error?.description == "Couldn't read `\(path)`: \(reason).")
            }
        }
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "input-files-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
