import Nx1Events
public import Nx1Values

/// A key of a profile that this library knows.
public enum ProfileKey: String, Sendable, Hashable, CaseIterable {
    /// The service's address.
    case host
    /// The pre-shared key.
    case apiKey = "api_key"
    /// Whether certificates are checked.
    case verifySSL = "verify_ssl"
    /// The limit for one request, in seconds.
    case timeout
    /// A file with the certificates of a private authority.
    case caFile = "ca_file"
    /// The default crew.
    case crew
    /// Who gives out tokens.
    case issuer
    /// The name under which the issuer knows the program.
    case clientID = "client_id"
    /// The secret of a program that signs in by itself.
    case clientSecret = "client_secret"
    /// What is asked of the issuer.
    case scope
    /// A command that prints an access token.
    case accessTokenCommand = "access_token_command"
    /// A command that prints a pre-shared key.
    case apiKeyCommand = "api_key_command"

    /// Whether nobody may see its value.
    public var isSecret: Bool { self == .apiKey || self == .clientSecret }

    /// Whether its value may hold something that nobody may see.
    var mayHoldSecret: Bool { isSecret || self == .accessTokenCommand || self == .apiKeyCommand }
}

/// What a key of a profile is to say from now on.
public struct ProfileSetting: Sendable, Hashable {
    /// The key.
    public let key: ProfileKey
    let value: YAMLScalar

    /// A text, such as a host or a key. White space around it is dropped, as a file or a paste brings it along.
    public init(_ key: ProfileKey, _ text: String) {
        self.key = key
        value = .text(text.trimmed)
    }

    /// Yes or no.
    public init(_ key: ProfileKey, _ flag: Bool) {
        self.key = key
        value = .flag(flag)
    }

    /// A number.
    public init(_ key: ProfileKey, _ number: Double) {
        self.key = key
        value = .number(number)
    }

    /// The value, if it is a text.
    public var text: String? {
        if case .text(let text) = value { text } else { nil }
    }
}

extension ProfileSetting: CustomStringConvertible, CustomReflectable {
    public var description: String {
        "\(key.rawValue): \(key.mayHoldSecret ? "••••" : value.written)"
    }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension ProfileFile {
    /// Writes `settings` into the profile `name` of the file at `path`, which gets the profile, and is made, if it isn't there.
    ///
    /// Only the lines of these keys change: other keys, other profiles and comments stay as they are, and where the file's
    /// layout doesn't allow that, it is refused. The file is replaced in one step and is readable by its owner only.
    /// - Throws: ``Nx1Error`` (`invalidSetting`).
    public static func set(
        _ settings: [ProfileSetting], ofProfile name: String, at path: String
    ) throws(Nx1Error) {
        try change(path) { (text) throws(Nx1Error) in
            try changed(text, path: path, name) {
                try $0.setting(settings.map { ($0.key.rawValue, $0.value) }, in: name)
            }
        }
    }

    /// Takes the profile `name` out of the file at `path`; all else stays as it is.
    /// - Throws: ``Nx1Error`` (`invalidSetting`), also if there is no such profile.
    public static func remove(profile name: String, at path: String) throws(Nx1Error) {
        try change(path) { (text) throws(Nx1Error) in
            _ = try ProfileFile(text: text, path: path).profile(named: name)
            return try changed(text, path: path, name) { try $0.removing(name) }
        }
    }

    /// What `edit` makes of a file's text, if that still makes sense.
    private static func changed(
        _ text: String, path: String, _ name: String, _ edit: (ProfileText) throws -> String
    ) throws(Nx1Error) -> String {
        // A file that makes no sense is refused as it is when it is read.
        _ = try ProfileFile(text: text, path: path)
        let new: String
        do {
            new = try edit(try ProfileText(text))
        } catch {
            throw .invalidSetting(
                "Couldn't change the profile \"\(name)\": the layout of \(path) doesn't allow it to change alone. The file is unchanged.",
                advice: "Edit the file in an editor.")
        }
        _ = try ProfileFile(text: new, path: path)
        return new
    }

    private static func change(_ path: String, _ edit: (String) throws(Nx1Error) -> String) throws(Nx1Error) {
        if let obstacle = obstacle(to: path) {
            throw .invalidSetting(
                "Couldn't write the profiles file \(path): \(obstacle).",
                advice: "Set HOME to your home folder, or NX1_PROFILES_PATH to a file.")
        }
        do {
            try PrivateFile(path: path).update { (bytes) throws(Nx1Error) in
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw .invalidSetting(
                        "The profiles file \(path) isn't valid UTF-8, so it's unchanged.",
                        advice: "Save it as UTF-8 in an editor.")
                }
                return Array(try edit(text).utf8)
            }
        } catch let error as Nx1Error {
            throw error
        } catch {
            throw .invalidSetting(
                "Couldn't write the profiles file \(path): \(error).",
                advice: ProfileFile.ownershipAdvice)
        }
    }
}
