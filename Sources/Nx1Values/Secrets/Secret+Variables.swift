extension Secret {
    /// The variables of the environment that hold what signs requests, or may: nothing for the programs that a shell starts.
    public static let variables: Set<String> = [
        "NX1_API_KEY", "LAKEHOUSE_API_KEY", "NX1_ACCESS_TOKEN", "NX1_ACCESS_TOKEN_COMMAND",
    ]
}
