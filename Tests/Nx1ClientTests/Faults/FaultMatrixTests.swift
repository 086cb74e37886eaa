import TestSupport
import Testing

@Suite("A call with a connection fault")
struct FaultMatrixTests {
    @Test("has the outcome in the matrix, and never starts a second run")
    func broken() async throws {
        try await check(8) { $0.fault != .silent }
    }

    @Test("has the outcome in the matrix if the connection stalls")
    func silent() async throws {
        // These tests mostly wait.
        try await check(40) { $0.fault == .silent }
    }

    /// Checks the selected cells, `width` at a time.
    private func check(_ width: Int, _ isChosen: (FaultCell) -> Bool) async throws {
        let cells = FaultMatrix.rows.flatMap(\.cells).filter(isChosen)
        #expect(cells.count > 100)
        try await withThrowingDiscardingTaskGroup { group in
            for part in 0..<width {
                group.addTask {
                    for cell in stride(from: part, to: cells.count, by: width).map({ cells[$0] }) {
                        do { try await cell.check() } catch { Issue.record(error, "\(cell)") }
                    }
                }
            }
        }
    }
}
