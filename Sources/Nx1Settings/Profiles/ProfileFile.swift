import Descriptors
import Nx1Events
public import Nx1Values
import YAMLDocuments

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The profiles of one YAML file, in its order (`api/README.md`, "The official tool"). Unknown keys are ignored.
public struct ProfileFile: Sendable, Hashable {
    /// The file's path.
    public let path: String
    /// The profiles in the file; empty if it doesn't exist.
    public let profiles: [Profile]

    /// The path that the official tool uses: `NX1_PROFILES_PATH`, or `~/.nx1/profiles`, with a literal `~` if `HOME`
    /// isn't set.
    public static func path(in environment: [String: String]) -> String {
        if let path = environment["NX1_PROFILES_PATH"], !path.isEmpty { return path }
        guard let home = environment["HOME"], !home.isEmpty else { return pathWithoutHome }
        return home + "/.nx1/profiles"
    }

    /// The file's name in messages if `HOME` isn't set.
    private static let pathWithoutHome = "~/.nx1/profiles"

    static let ownershipAdvice = "Check that it's a regular file that you own."

    /// Why the file at `path` can't be accessed; nil if it can.
    static func obstacle(to path: String) -> String? {
        if path == pathWithoutHome { return "HOME isn't set" }
        var facts = stat()
        if stat(path, &facts) == 0 || errno == ENOENT { return nil }
        return SystemFailure(errno: errno).description
    }

    /// Reads the file at `path`. A missing or inaccessible file has no profiles.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) with file and line if it can't be read or parsed. The error never
    ///   quotes a value of the file, which contains keys.
    public init(path: String) throws(Nx1Error) {
        let bytes: [UInt8]
        do {
            bytes = Self.obstacle(to: path) == nil ? try PrivateFile(path: path).read() ?? [] : []
        } catch {
            throw .invalidSetting(
                "Couldn't read the profiles file \(path): \(error).",
                advice: Self.ownershipAdvice)
        }
        try self.init(text: String(decoding: bytes, as: UTF8.self), path: path)
    }

    /// Parses `text` as the content of the file at `path`.
    /// - Throws: as ``init(path:)``.
    public init(text: String, path: String) throws(Nx1Error) {
        self.path = path
        let root: YAMLNode?
        do {
            // libyaml counts a byte order mark as a column, so the first profile would seem indented.
            let hasMark = text.unicodeScalars.first == "\u{FEFF}"
            root = try YAMLNode.document(in: hasMark ? String(text.unicodeScalars.dropFirst()) : text)
        } catch {
            throw Self.error(error, path)
        }
        guard let root, !root.isNull else {
            profiles = []
            return
        }
        guard let pairs = root.pairs else {
            throw Self.malformed(path, root, "it isn't a mapping of names to settings")
        }
        var profiles: [Profile] = []
        for pair in pairs {
            profiles.append(try Self.profile(named: pair.key, settings: pair.value, path: path))
        }
        self.profiles = profiles
    }

    /// Returns the profile `name`.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) that lists the existing profiles.
    public func profile(named name: String) throws(Nx1Error) -> Profile {
        if let profile = profiles.first(where: { $0.name == name }) { return profile }
        let there =
            profiles.isEmpty
            ? "\(path) has no profiles."
            : "\(path) has \(profiles.map(\.name).joined(separator: ", "))."
        throw Nx1Error(
            .invalidSetting, "Unknown profile \"\(name)\". \(there)",
            problem: .unknownProfile(name: name, hasOthers: !profiles.isEmpty))
    }

    private static func profile(named name: YAMLNode, settings: YAMLNode, path: String) throws(Nx1Error)
        -> Profile
    {
        guard let text = name.string else { throw malformed(path, name, "a profile name isn't a string") }
        var profile = Profile(name: text)
        if settings.isNull { return profile }
        guard let pairs = settings.pairs else {
            // The message doesn't name the profile: a key may have been put in the place of a name.
            throw malformed(path, settings, "a profile isn't a mapping of settings")
        }
        for pair in merged(pairs) where !pair.value.isNull {
            let value = pair.value
            switch pair.key.string.flatMap(ProfileKey.init(rawValue:)) {
            case .verifySSL:
                guard let flag = value.flag else {
                    throw malformed(path, value, "verify_ssl must be true or false")
                }
                profile.verifySSL = flag
            case .timeout:
                do throws(Seconds.Refusal) {
                    profile.timeout = try Seconds(value.number ?? .nan).duration.seconds
                } catch {
                    throw malformed(path, value, String(error.sentence(about: "timeout is").dropLast()))
                }
            case let key?: profile.set(key, to: try string(value, key.rawValue, path))
            case nil: break
            }
        }
        return profile
    }

    /// The pairs of a mapping, after those merged from other mappings by `<<` (YAML 1.1, as the official tool reads
    /// it).
    private static func merged(_ pairs: [YAMLNode.Pair]) -> [YAMLNode.Pair] {
        var taken: [YAMLNode.Pair] = []
        for pair in pairs where pair.key.string == "<<" {
            switch pair.value.content {
            case .mapping(let others): taken += merged(others)
            case .sequence(let others):
                // Earlier mappings take precedence.
                for other in others.reversed() { taken += merged(other.pairs ?? []) }
            case .scalar: break
            }
        }
        return taken + pairs
    }

    private static func string(_ node: YAMLNode, _ key: String, _ path: String) throws(Nx1Error) -> String {
        guard let text = node.string else { throw malformed(path, node, "\(key) isn't a string") }
        return text
    }

    private static func malformed(_ path: String, _ node: YAMLNode, _ problem: String) -> Nx1Error {
        .invalidSetting("Couldn't parse the profiles file \(path)\(words(for: node.place)): \(problem).")
    }

    private static func error(_ failure: YAMLFailure, _ path: String) -> Nx1Error {
        let place = words(for: failure.place)
        switch failure.reason {
        case .secondDocument:
            return .invalidSetting(
                "Couldn't parse the profiles file \(path)\(place): a second document starts there.",
                advice: "Move its profiles into the first document, and remove the `---` line.")
        case .duplicatedKey:
            // The message doesn't quote the name: a key may have been put in its place.
            return .invalidSetting(
                "Couldn't parse the profiles file \(path)\(place): this name is defined again further down.",
                advice: "Remove one of the two.")
        case .tooDeep:
            return .invalidSetting(
                "Couldn't parse the profiles file \(path)\(place): it's nested too deeply.")
        case .tooLarge:
            return .invalidSetting(
                "Couldn't parse the profiles file \(path)\(place): it has too many values, including those of its aliases."
            )
        case .syntax(let problem):
            return .invalidSetting(
                "Couldn't parse the profiles file \(path)\(place): it isn't valid YAML (\(problem)).",
                advice: "It must map each profile name to settings such as host and api_key.")
        }
    }

    private static func words(for place: YAMLPlace?) -> String { place.map { ", line \($0.line)" } ?? "" }
}
