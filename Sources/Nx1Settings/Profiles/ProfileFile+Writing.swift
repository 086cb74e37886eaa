import Descriptors
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
    /// A file of certificate authorities.
    case caFile = "ca_file"
    /// The default crew.
    case crew
    /// The issuer of tokens.
    case issuer
    /// The issuer's name for the program.
    case clientID = "client_id"
    /// The secret of a program that signs in without a person.
    case clientSecret = "client_secret"
    /// The requested scope.
    case scope
    /// A command that prints an access token.
    case accessTokenCommand = "access_token_command"
    /// A command that prints a pre-shared key.
    case apiKeyCommand = "api_key_command"

    /// Whether the value is secret.
    public var isSecret: Bool { self == .apiKey || self == .clientSecret }

    /// Whether the value may contain a secret.
    var mayHoldSecret: Bool { isSecret || self == .accessTokenCommand || self == .apiKeyCommand }
}

/// A new value for a key of a profile.
public struct ProfileSetting: Sendable, Hashable {
    /// The key.
    public let key: ProfileKey
    let value: YAMLScalar

    /// Creates a string setting, such as a host or a key. Surrounding white space, from a file or a paste, is trimmed.
    public init(_ key: ProfileKey, _ text: String) {
        self.key = key
        value = .text(text.trimmed)
    }

    /// Creates a boolean setting.
    public init(_ key: ProfileKey, _ flag: Bool) {
        self.key = key
        value = .flag(flag)
    }

    /// Creates a number setting.
    public init(_ key: ProfileKey, _ number: Double) {
        self.key = key
        value = .number(number)
    }

    /// The value, if it's a string.
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
    /// Writes `settings` into the profile `name` of the file at `path`. Creates the file and the profile if they don't
    /// exist.
    ///
    /// Only the lines of these keys change: other keys, other profiles and comments are preserved. If the file's layout
    /// doesn't allow that, the change fails. The file is replaced atomically and is readable only by its owner.
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

    /// Removes the profile `name` from the file at `path`, and preserves everything else.
    /// - Throws: ``Nx1Error`` (`invalidSetting`), also if there is no such profile.
    public static func remove(profile name: String, at path: String) throws(Nx1Error) {
        try change(path) { (text) throws(Nx1Error) in
            _ = try ProfileFile(text: text, path: path).profile(named: name)
            return try changed(text, path: path, name) { try $0.removing(name) }
        }
    }

    /// The result of `edit`, if it's still a valid profiles file.
    private static func changed(
        _ text: String, path: String, _ name: String, _ edit: (ProfileText) throws -> String
    ) throws(Nx1Error) -> String {
        // An invalid file gets the same error as when it's read.
        _ = try ProfileFile(text: text, path: path)
        let new: String
        do {
            new = try edit(try ProfileText(text))
        } catch {
            throw .invalidSetting(
                "Couldn't edit the profile \"\(name)\": the layout of \(path) doesn't allow changing it alone. The file is unchanged.",
                advice: "Edit the file in a text editor.")
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
                        advice: "Save it as UTF-8 in a text editor.")
                }
                return Array(try edit(text).utf8)
            }
        } catch let error as Nx1Error {
            throw error
        } catch {
            throw .invalidSetting(
                "Couldn't write the profiles file \(path): \(error).",
                advice: (error as? SystemFailure)?.isAboutSpace == true ? nil : ProfileFile.ownershipAdvice)
        }
    }
}
