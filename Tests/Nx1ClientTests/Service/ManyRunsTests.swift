import Nx1Client
import Nx1Sandbox
import Synchronization
import TestSupport
import Testing

@Suite("Many runs over one client")
struct ManyRunsTests {
    @Test(
        "each get all their events once and in order, and their answer",
        arguments: [8, 80], Transport.allCases)
    func atOnce(count: Int, transport: Transport) async throws {
        try await transport.withClient { nx1, sandbox in
            _ = try await nx1.ping()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<count {
                    group.addTask {
                        let input: JSONObject = [
                            "question": "Number \(number)?", "events": 500,
                            "framing": number % 2 == 0 ? "sse" : "ndjson",
                        ]
                        let run = try await nx1.run(.ask, input: input)
                        var next = 0
                        for try await event in nx1.events(of: run.correlationID) {
                            if event.index != next { Issue.record("\(event.index) in place of \(next)") }
                            next = event.index + 1
                        }
                        #expect(next > 500)
                        #expect(
                            try await nx1.result(of: run.correlationID).text.contains("> Number \(number)?"))
                    }
                }
                try await group.waitForAll()
            }
            let traffic = sandbox.traffic
            switch transport {
            case .http2:
                // Each stream has its own connection, and everything else shares one.
                #expect(traffic.http1Requests >= count && traffic.http2Requests >= 2 * count)
                #expect(traffic.connections <= traffic.http1Requests + 1)
            case .http1, .secureHTTP1:
                #expect(traffic.http2Requests == 0 && traffic.http1Requests >= 3 * count)
            }
        }
    }

    @Test(
        "don't wait for each other's streams to end, however many requests a connection allows",
        arguments: Transport.allCases)
    func openStreams(transport: Transport) async throws {
        let count = 300
        // A request that had to wait for capacity would wait until the end of the test.
        let isPatient = { @Sendable (configuration: inout ClientConfiguration) in
            configuration.limits.connection = .seconds(600)
            configuration.limits.request = .seconds(600)
        }
        try await transport.withClient(with: isPatient) { nx1, sandbox in
            let run = try await nx1.run(.ask, input: ["question": "Why?", "duration": 3600])
            let opened = Opened()
            try await withThrowingTaskGroup(of: Void.self) { group async throws in
                for _ in 0..<count {
                    group.addTask {
                        for try await event in nx1.events(of: run.correlationID) where event.index == 0 {
                            opened.count.withLock { $0 += 1 }
                        }
                    }
                }
                try await eventually("the first event of every stream") {
                    opened.count.withLock { $0 } == count
                }
                #expect(try await nx1.runs(limit: 1).count == 1)
                group.cancelAll()
            }
            // Released capacity is available again.
            for _ in 0..<count { _ = try await nx1.ping() }
            if transport == .http2 { #expect(sandbox.traffic.http2Requests >= count) }
        }
    }

    private final class Opened: Sendable {
        let count = Mutex(0)
    }
}
