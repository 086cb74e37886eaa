/// The variables that programs started by this one get: all of its own, but for secrets.
package enum ProgramEnvironment {
    /// The variables that hold what signs requests, or may.
    package static let secretVariables: Set<String> = [
        "NX1_API_KEY", "LAKEHOUSE_API_KEY", "NX1_ACCESS_TOKEN", "NX1_API_KEY_COMMAND",
        "NX1_ACCESS_TOKEN_COMMAND",
    ]

    /// `environment` without ``secretVariables``, and with addresses of proxies that hold no user and no password.
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

    /// `http://user:password@host:3128` without what is before the `@`; a scheme isn't needed.
    private static func withoutUser(_ address: String) -> String {
        let scheme = address.firstRange(of: "://").map { address[..<$0.upperBound] } ?? ""
        // Whatever the last @ ends may be a password: one can hold a slash that nobody escaped.
        guard let at = address.lastIndex(of: "@") else { return address }
        return String(scheme + address[address.index(after: at)...])
    }
}
