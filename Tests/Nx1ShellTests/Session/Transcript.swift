import InputSources
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import Nx1Shell
import ShellOutput
import ShellSession
import Synchronization
import TestSupport

@testable import Nx1Values
@testable import ShellRuns

/// A script run against a sandbox in this process: the output of both streams, and the exit status.
struct Transcript {
    let answers: String
    let remarks: String
    let exitStatus: ExitStatus

    /// - Parameters:
    ///   - isTerminal: whether both streams count as terminals.
    ///   - files: the texts of files, by their paths in the working directory, which is also the home directory.
    init(
        _ script: String, isTerminal: Bool = false, files: [String: String] = [:],
        change: (inout SessionSettings) -> Void = { _ in }
    ) async throws {
        var settings = SessionSettings()
        change(&settings)
        self = try await Self.run(script, settings, isTerminal: isTerminal, files: files)
    }

    private init(answers: String, remarks: String, exitStatus: ExitStatus) {
        self.answers = answers
        self.remarks = remarks
        self.exitStatus = exitStatus
    }

    private static func run(
        _ script: String, _ settings: SessionSettings, isTerminal: Bool, files: [String: String]
    ) async throws -> Transcript {
        try await withSandbox(.init(speed: 100)) { sandbox in
            try await withTemporaryFolder { folder in
                let path = try TemporaryFolder.write(script, to: "script", in: folder)
                for (name, text) in files {
                    _ = try TemporaryFolder.write(text, to: name, in: folder)
                }
                let (answers, remarks) = (Collector(), Collector())
                var settings = settings
                settings.overrides.host = Setting(sandbox.host, from: .flag("--host"))
                settings.overrides.apiKey = Setting(Secret(sandbox.apiKey), from: .flag("--api-key"))
                let session = Session(
                    settings,
                    console: Console(
                        answers: answers.sink(isTerminal: isTerminal),
                        remarks: remarks.sink(isTerminal: isTerminal)),
                    interrupts: Interrupts(), environment: ["HOME": folder],
                    folders: OwnFolders(
                        shellHome: folder + "/.nx1/shell", workingDirectory: folder, home: folder))
                let input = try InputSource.file(path, environment: [:])
                defer { input.close() }
                _ = await Script(input).run(in: session)
                await session.end()
                return Transcript(
                    answers: answers.text.replacing(folder, with: "HOME"),
                    remarks: remarks.text.replacing(path, with: "SCRIPT").replacing(folder, with: "HOME"),
                    exitStatus: await session.exitStatus)
            }
        }
    }
}

/// Records what is written.
final class Collector: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func sink(isTerminal: Bool = false) -> ByteSink {
        ByteSink(isTerminal: isTerminal) { [self] written in bytes.withLock { $0.append(contentsOf: written) }
        }
    }
}
