import TestSupport
import Testing

@Suite("A call that breaks on its way")
struct FaultMatrixTests {
    @Test("brings an answer or an error as the matrix says, and never starts a second run")
    func broken() async throws {
        try await check(8) { $0.fault != .silent }
    }

    @Test("does so too where nothing comes any more")
    func silent() async throws {
        // These mostly wait.
        try await check(40) { $0.fault == .silent }
    }

    /// Checks the cells that are chosen, so many at once.
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
