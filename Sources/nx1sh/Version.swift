/// The version that `--version` says.
enum Version {
    static let current = "0.1.0"
}
