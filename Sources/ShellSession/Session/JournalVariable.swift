/// The environment variable that turns the journal off.
public enum JournalVariable {
    /// Whether `NX1_SHELL_JOURNAL` is off, 0, no or false.
    public static func isOff(in environment: [String: String]) -> Bool {
        ["off", "0", "no", "false"].contains(environment["NX1_SHELL_JOURNAL"]?.lowercased() ?? "")
    }
}
