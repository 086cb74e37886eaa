import Foundation

/// An executable that a test runs as a separate process.
///
/// A process gets only the environment passed to it, and a new, empty home folder, which is also its working directory.
/// It has its own process group. The whole group is killed before the call that started it returns.
public struct Program: Sendable {
    /// The standard input of a process.
    public enum Input: Sendable {
        /// Empty: the process reads end-of-file at once.
        case empty
        /// No standard input: descriptor 0 is closed.
        case closed
        /// The bytes, then end-of-file.
        case bytes([UInt8])
        /// A pipe that the test writes to with ``RunningProgram/write(_:)``.
        case open

        /// The text, then end-of-file.
        public static func text(_ text: String) -> Input { .bytes(Array(text.utf8)) }
    }

    /// The destination of a process' standard output.
    public enum Output: Sendable {
        /// A pipe that the test reads.
        case collected
        /// A pipe whose reading end is closed.
        case abandoned
        /// A file, which is created or overwritten.
        case file(String)
    }

    /// The path of the executable.
    public let path: String

    /// Creates a program from the path of an executable.
    public init(path: String) {
        self.path = path
    }

    /// Finds an executable of this package in the build folder of the tests. The test's target must depend on the
    /// executable's target, so that it is built.
    public init(named name: String) throws {
        path = try Program.buildFolder().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw ProgramFailure("There is no executable at \(path). Build it first, with `swift build`.")
        }
    }

    /// Runs the program until it exits, and returns its outcome.
    ///
    /// - Parameters:
    ///   - arguments: the arguments, without the program's name.
    ///   - environment: the whole environment. `HOME` is added unless it is in here.
    ///   - home: the home and working directory; a new, empty one if nil.
    ///   - bound: the time limit. At the limit, the program is killed, and ``ProgramFailure`` is thrown with the output
    ///     so far.
    public func run(
        _ arguments: [String] = [], environment: [String: String] = [:], home: String? = nil,
        input: Input = .empty, output: Output = .collected, bound: Duration = .patience
    ) async throws -> ProgramOutcome {
        try await withRunning(
            arguments, environment: environment, home: home, input: input, output: output, bound: bound
        ) { try await $0.outcome() }
    }

    /// Starts the program, runs a body, and kills the program's process group afterwards. For the parameters, see
    /// ``run(_:environment:home:input:output:bound:)``. Every wait of the ``RunningProgram`` ends at the time limit.
    public func withRunning<Value>(
        _ arguments: [String] = [], environment: [String: String] = [:], home: String? = nil,
        input: Input = .open, output: Output = .collected, bound: Duration = .patience,
        _ body: (RunningProgram) async throws -> Value
    ) async throws -> Value {
        let ownHome = home == nil ? try TemporaryFolder.create() : nil
        defer { if let ownHome { TemporaryFolder.remove(ownHome) } }
        let folder = home ?? ownHome ?? "/"
        let running = try RunningProgram(
            command: [path] + arguments, environment: ["HOME": folder].merging(environment) { $1 },
            folder: folder, input: input, output: output, bound: bound)
        defer { running.end() }
        return try await body(running)
    }

    /// The folder with the package's built executables.
    static func buildFolder() throws -> URL {
        #if os(Linux)
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent()
        #else
            guard let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) else {
                throw ProgramFailure("Couldn't find the build folder: the tests don't run in a test bundle.")
            }
            return bundle.bundleURL.deletingLastPathComponent()
        #endif
    }
}
