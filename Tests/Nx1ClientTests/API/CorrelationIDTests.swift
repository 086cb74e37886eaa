import Testing

@testable import Nx1Client
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A new correlation id")
struct CorrelationIDTests {
    @Test("is a version 4 UUID, different each time")
    func random() throws {
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        let ids = (0..<1000).map { _ in CorrelationID.random() }
        #expect(ids.allSatisfy { $0.wholeMatch(of: form) != nil })
        #expect(Set(ids).count == ids.count)
    }

    @Test("keeps its length when its bits are zero")
    func zero() {
        #expect(CorrelationID.uuid(high: 0, low: 0) == "00000000-0000-4000-8000-000000000000")
        #expect(CorrelationID.uuid(high: .max, low: .max) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
    }
}
