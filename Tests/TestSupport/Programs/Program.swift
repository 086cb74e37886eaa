import Foundation

/// An executable that a test runs as a process of its own.
///
/// A process gets only the environment that it is given, and a new, empty home folder which is also its working
/// directory. It is in a process group of its own, and nothing of it outlives the call that started it.
public struct Program: Sendable {
    /// What a process finds on its standard input.
    public enum Input: Sendable {
        /// The input is at its end at once.
        case empty
        /// There is no standard input at all: descriptor 0 is closed.
        case closed
        /// These bytes, and then the end.
        case bytes([UInt8])
        /// Nothing until the test writes something; see ``RunningProgram/write(_:)``.
        case open

        /// This text, and then the end.
        public static func text(_ text: String) -> Input { .bytes(Array(text.utf8)) }
    }

    /// Where a process' standard output goes.
    public enum Output: Sendable {
        /// To the test.
        case collected
        /// Into a pipe that nobody reads any more.
        case abandoned
        /// Into a file, which is made or overwritten.
        case file(String)
    }

    /// The path of the executable.
    public let path: String

    /// The executable at a path.
    public init(path: String) {
        self.path = path
    }

    /// An executable of this package, found in the build folder beside the tests. The test's target has to depend
    /// on the executable's, so that it is built.
    public init(named name: String) throws {
        path = try Program.buildFolder().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw ProgramFailure("There is no executable at \(path); build it first, with `swift build`.")
        }
    }

    /// Runs the program to its end, and gives what came of it.
    ///
    /// - Parameters:
    ///   - arguments: the arguments, without the program's name.
    ///   - environment: all of its environment, but for `HOME` (unless given here).
    ///   - home: its home and working directory; a new, empty one if nil.
    ///   - bound: the longest run. At the bound it is killed, and ``ProgramFailure`` is thrown with its output so
    ///     far.
    public func run(
        _ arguments: [String] = [], environment: [String: String] = [:], home: String? = nil,
        input: Input = .empty, output: Output = .collected, bound: Duration = .seconds(60)
    ) async throws -> ProgramOutcome {
        try await withRunning(
            arguments, environment: environment, home: home, input: input, output: output, bound: bound
        ) { try await $0.outcome() }
    }

    /// Runs a body beside the program, and kills what is left of it afterwards. Parameters as for
    /// ``run(_:environment:home:input:output:bound:)``; every wait of the running program ends at the bound.
    public func withRunning<Value>(
        _ arguments: [String] = [], environment: [String: String] = [:], home: String? = nil,
        input: Input = .open, output: Output = .collected, bound: Duration = .seconds(60),
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

    /// The folder with what the package built.
    static func buildFolder() throws -> URL {
        #if os(Linux)
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(filePath: tests).deletingLastPathComponent()
        #else
            guard let bundle = Bundle.allBundles.first(where: { $0.bundlePath.hasSuffix(".xctest") }) else {
                throw ProgramFailure("The tests run outside a test bundle, so the build folder isn't known.")
            }
            return bundle.bundleURL.deletingLastPathComponent()
        #endif
    }
}
