extension Duration {
    /// How long a test waits for something that must happen. A test that passes doesn't wait that long: the limit only ends
    /// hangs, so it leaves room for a busy machine.
    public static let patience = Duration.seconds(60)
}
