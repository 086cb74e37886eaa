/// The environment of programs started by this one: its own, without secrets.
package enum ProgramEnvironment {
    /// The variables that may contain credentials.
    package static let secretVariables: Set<String> = [
        "NX1_API_KEY", "LAKEHOUSE_API_KEY", "NX1_ACCESS_TOKEN", "NX1_API_KEY_COMMAND",
        "NX1_ACCESS_TOKEN_COMMAND",
    ]

    /// `environment` without ``secretVariables``, and with user names and passwords removed from proxy addresses.
    package static func withoutSecrets(_ environment: [String: String]) -> [String: String] {
        var environment = environment
        for (name, value) in environment {
            if secretVariables.contains(name) {
                environment[name] = nil
            } else if name.lowercased().hasSuffix("_proxy") {
                environment[name] = withoutUser(value)
            }
        }
        return environment
    }

    /// `http://user:password@host:3128` without the part before the `@`; the scheme is optional.
    private static func withoutUser(_ address: String) -> String {
        let scheme = address.firstRange(of: "://").map { address[..<$0.upperBound] } ?? ""
        // Everything before the last @ may be a password, which can contain an unescaped slash.
        guard let at = address.lastIndex(of: "@") else { return address }
        return String(scheme + address[address.index(after: at)...])
    }
}
