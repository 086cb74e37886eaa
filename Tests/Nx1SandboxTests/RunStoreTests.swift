import Testing

@testable import Nx1Sandbox

@Suite("The store of runs")
struct RunStoreTests {
    static func request(_ taskInput: String) throws -> RunRequest {
        let body = #"{"crew_type":"ask","task_input":\#(taskInput)}"#
        return try .preset(body: try JSONReader.read(Array(body.utf8)))
    }

    @Test("The oldest finished runs are dropped, but never a running one")
    func forgets() async throws {
        let store = RunStore(speed: 1, runLimit: 3)
        let ended = try Self.request(#"{"duration":0}"#)
        let working = try Self.request(#"{"duration":3600}"#)
        for (id, request) in [("a", working), ("b", ended), ("c", ended), ("d", ended), ("e", ended)] {
            _ = await store.start(request, correlationID: id, fingerprint: "")
        }
        #expect(await store.recent(100).map(\.correlationID) == ["e", "d", "a"])
        #expect(await store.run("b")?.correlationID == nil)
    }

    @Test("Large requests are dropped earlier")
    func forgetsByWeight() async throws {
        let store = RunStore(speed: 1, weightLimit: 100_000)
        let large = try Self.request(
            #"{"duration":0,"scenario":"plain","question":"\#(String(repeating: "x", count: 40_000))"}"#)
        for id in ["a", "b", "c"] { _ = await store.start(large, correlationID: id, fingerprint: "") }
        #expect(await store.recent(100).map(\.correlationID) == ["c"])
    }
}
