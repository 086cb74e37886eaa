import Testing

@Suite("A call that breaks on its way")
struct FaultMatrixTests {
    @Test(
        "brings an answer or an error as the matrix says, and never starts a second run",
        arguments: ServiceCall.allCases)
    func matrix(call: ServiceCall) async throws {
        let cells = FaultMatrix.rows.flatMap(\.cells).filter { $0.call == call }
        try await withThrowingDiscardingTaskGroup { group in
            for part in 0..<Self.width {
                group.addTask {
                    for cell in cells.indices where cell % Self.width == part {
                        do { try await cells[cell].check() } catch { Issue.record(error, "\(cells[cell])") }
                    }
                }
            }
        }
    }

    /// So many cells at once.
    private static let width = 48
}
