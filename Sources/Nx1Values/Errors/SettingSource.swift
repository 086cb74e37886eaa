/// Where a setting comes from.
public enum SettingSource: Sendable, Hashable, CustomStringConvertible {
    /// The command line, by the flag's name.
    case flag(String)
    /// An environment variable.
    case environment(String)
    /// A profile, by name.
    case profile(String)
    /// The default value.
    case standard

    public var description: String {
        switch self {
        case .flag(let name): name
        case .environment(let name): "the environment (\(name))"
        case .profile(let name): "the profile \(name)"
        case .standard: "the default"
        }
    }

    /// The short form for the middle of a sentence: a variable's bare name.
    package var shortName: String {
        if case .environment(let name) = self { name } else { description }
    }
}

/// A setting, and where it comes from.
public struct Setting<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value of the setting.
    public var value: Value
    /// Where it comes from.
    public var source: SettingSource

    /// Creates a setting with `value` from `source`.
    public init(_ value: Value, from source: SettingSource) {
        self.value = value
        self.source = source
    }
}
