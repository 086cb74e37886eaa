public import Nx1Values
import Yams

/// The profiles of one YAML file, in its order (`api/README.md`, "The official tool"). Keys that aren't ours are ignored.
public struct ProfileFile: Sendable, Hashable {
    /// Where the file is, or would be.
    public let path: String
    /// What stands in it; empty if there is no such file.
    public let profiles: [Profile]

    /// Where the official tool looks: `NX1_PROFILES_PATH`, or `~/.nx1/profiles`.
    public static func path(in environment: [String: String]) -> String {
        if let path = environment["NX1_PROFILES_PATH"], !path.isEmpty { return path }
        return (environment["HOME"] ?? "") + "/.nx1/profiles"
    }

    /// Reads the file at `path`; a file that isn't there holds no profiles.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) with file and line if it can't be read or understood. It never quotes a
    ///   value of the file, which holds keys.
    public init(path: String) throws(Nx1Error) {
        let bytes: [UInt8]
        do {
            bytes = try PrivateFile(path: path).read() ?? []
        } catch {
            throw .invalidSetting(
                "The profiles file \(path) can't be read.", advice: "Check that it is a file of yours.")
        }
        try self.init(text: String(decoding: bytes, as: UTF8.self), path: path)
    }

    /// Reads `text` as the file at `path` would be read.
    /// - Throws: as ``init(path:)``.
    public init(text: String, path: String) throws(Nx1Error) {
        self.path = path
        let root: Node?
        do {
            // libYAML takes a byte order mark for the first column, where the profiles that follow don't begin.
            let hasMark = text.unicodeScalars.first == "\u{FEFF}"
            // What a plain scalar is, a number or a flag, is only asked where a setting is read: without the rules for it no
            // regular expressions are compiled, which was a third of the work before the first prompt.
            root =
                text.isEmpty
                ? nil
                : try Yams.compose(
                    yaml: hasMark ? String(text.unicodeScalars.dropFirst()) : text, .basic,
                    Constructor([:], [:], [:]))
        } catch YamlError.duplicatedKeysInMapping(_, let context) {
            // The name is not quoted: what stands in the place of one may be a key.
            throw .invalidSetting(
                "The profiles file \(path), line \(context.mark.line) makes no sense: its name stands here and again further down.",
                advice: "Take one of the two away.")
        } catch {
            let (place, problem) = Self.place(of: error)
            throw .invalidSetting(
                "The profiles file \(path)\(place) is not YAML: \(problem).",
                advice: "It maps each profile's name to its host and api_key.")
        }
        guard let root, root.null == nil else {
            profiles = []
            return
        }
        var parts = Self.mostParts
        guard Self.fits(root, into: &parts) else {
            throw Self.malformed(path, root, "with all that its aliases stand for it is too large")
        }
        guard case .mapping(let mapping) = root else {
            throw Self.malformed(path, root, "it is not a mapping of names to settings")
        }
        var profiles: [Profile] = []
        for (name, settings) in mapping {
            profiles.append(try Self.profile(named: name, settings: settings, path: path))
        }
        self.profiles = profiles
    }

    /// The profile of that name.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) that names the profiles there are.
    public func profile(named name: String) throws(Nx1Error) -> Profile {
        if let profile = profiles.first(where: { $0.name == name }) { return profile }
        let there =
            profiles.isEmpty
            ? "\(path) has no profiles."
            : "\(path) has \(profiles.map(\.name).joined(separator: ", "))."
        throw .invalidSetting("There is no profile \"\(name)\". \(there)")
    }

    private static func profile(named name: Node, settings: Node, path: String) throws(Nx1Error) -> Profile {
        guard let text = name.string else { throw malformed(path, name, "a profile's name is not a text") }
        var profile = Profile(name: text)
        if settings.null != nil { return profile }
        guard case .mapping(let mapping) = settings else {
            // Not by name: what stands in the place of a name may be a key.
            throw malformed(path, settings, "a profile is not a mapping of settings")
        }
        for (key, value) in merged(mapping) where value.null == nil {
            switch key.string.flatMap(ProfileKey.init(rawValue:)) {
            case .verifySSL:
                guard let flag = value.bool else {
                    throw malformed(path, value, "verify_ssl is neither true nor false")
                }
                profile.verifySSL = flag
            case .timeout:
                guard let seconds = value.float, seconds > 0, seconds.isFinite else {
                    throw malformed(path, value, "timeout is not a number of seconds above zero")
                }
                profile.timeout = seconds
            case let key?: profile.set(key, to: try string(value, key.rawValue, path))
            case nil: break
            }
        }
        return profile
    }

    /// So many names, values and collections a file may have, those that an alias stands for counted each time. A few lines of
    /// aliases of aliases can stand for more than can ever be looked at.
    static let mostParts = 200_000

    private static func fits(_ node: Node, into parts: inout Int) -> Bool {
        parts -= 1
        if parts < 0 { return false }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                guard fits(key, into: &parts), fits(value, into: &parts) else { return false }
            }
        case .sequence(let sequence):
            for element in sequence where !fits(element, into: &parts) { return false }
        case .scalar, .alias: break
        }
        return true
    }

    /// The pairs of a mapping behind those that it takes from others by `<<` (YAML 1.1, as the official tool reads it).
    private static func merged(_ mapping: Node.Mapping) -> [(key: Node, value: Node)] {
        var taken: [(key: Node, value: Node)] = []
        for (key, value) in mapping where key.string == "<<" {
            switch value {
            case .mapping(let other): taken += merged(other)
            case .sequence(let others):
                // The first of several goes before the others.
                for case .mapping(let other) in others.reversed() { taken += merged(other) }
            default: break
            }
        }
        return taken + mapping.map { ($0.key, $0.value) }
    }

    private static func string(_ node: Node, _ key: String, _ path: String) throws(Nx1Error) -> String {
        guard let text = node.string else { throw malformed(path, node, "\(key) is not a text") }
        return text
    }

    private static func malformed(_ path: String, _ node: Node, _ problem: String) -> Nx1Error {
        let place = node.mark.map { ", line \($0.line)" } ?? ""
        return .invalidSetting("The profiles file \(path)\(place) makes no sense: \(problem).")
    }

    private static func place(of error: any Error) -> (place: String, problem: String) {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            (", line \(mark.line)", problem)
        case YamlError.reader(let problem, _, _, _): ("", problem)
        default: ("", "it can't be parsed")
        }
    }
}
