/// The version of the program around a session, and how it was built.
public struct ProgramVersion: Sendable, Hashable {
    /// A system library that the program is linked to.
    public struct Library: Sendable, Hashable {
        /// The library's name, such as "SQLite".
        public let name: String
        /// The version that is loaded now, such as "3.40.1".
        public let version: String

        /// A library by its name and version.
        public init(_ name: String, _ version: String) {
            self.name = name
            self.version = version
        }
    }

    /// The version number, such as "0.2.0".
    public let number: String
    /// The day of the release, such as "November 29, 2026".
    public let date: String
    /// What is new in this version, in a short sentence; the first prompt after an upgrade shows it.
    public let news: String
    /// The commit, such as "5bf22daca035, with changes"; nil outside a repository.
    public let commit: String?
    /// The compiler, such as "Swift 6.3.1"; nil if the build couldn't tell.
    public let compiler: String?
    /// The system libraries.
    public let libraries: [Library]

    /// A version: each parameter is described at its property.
    public init(
        number: String, date: String = "", news: String = "", commit: String? = nil,
        compiler: String? = nil, libraries: [Library] = []
    ) {
        self.number = number
        self.date = date
        self.news = news
        self.commit = commit
        self.compiler = compiler
        self.libraries = libraries
    }

    /// The answer to `--version`, two lines: name, number and commit; then compiler, build, platform and libraries.
    public var text: String {
        let built =
            ([compiler, "\(Self.build) build", Self.platform].compactMap(\.self) + libraries.map(\.text))
            .joined(separator: ", ")
        return "nx1sh \(number) (\(commit ?? "commit unknown"))\n\(built)"
    }

    /// "release" or "debug".
    package static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    /// The operating system and processor that the program was compiled for, such as "Linux x86_64".
    package static var platform: String { "\(system) \(processor)" }

    private static var system: String {
        #if os(macOS)
            "macOS"
        #elseif os(Linux)
            "Linux"
        #else
            "other system"
        #endif
    }

    private static var processor: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other processor"
        #endif
    }
}

extension ProgramVersion.Library {
    fileprivate var text: String { "\(name) \(version)" }
}
