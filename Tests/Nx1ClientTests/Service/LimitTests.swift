import Nx1Client
import TestSupport
import Testing

@Suite("The limits of a client")
struct LimitTests {
    private func error(
        _ routes: [Route], _ limits: (inout Limits) -> Void, log: Heard = Heard(),
        _ call: @escaping @Sendable (Nx1) async throws -> Void
    ) async throws -> Nx1Error? {
        var changed = Limits()
        limits(&changed)
        let limits = changed
        return try await withScriptedServer(routes) { server async throws in
            var configuration = try ClientConfiguration(host: server.host)
            configuration.limits = limits
            configuration.retryPolicy = .never
            configuration.logger = log.logger
            return try await withNx1Client(configuration) { nx1 async throws in
                await #expect(throws: Nx1Error.self) { try await call(nx1) }
            }
        }
    }

    @Test(
        "for a run end following it with its id, whatever it's waiting for",
        arguments: [
            Route("GET /api/events/", .events(": alive\n\n").thenSilence()),
            Route("GET /api/events/", .json("[]")),
            Route("GET /api/events/", .response(405)),
        ])
    func run(events: Route) async throws {
        let results = Route("GET /api/crews/results/", .json(#"{"status":"running"}"#))
        let error = try await error([events, results], { $0.run = .milliseconds(700) }) { nx1 in
            for try await _ in nx1.updates(of: "c") {}
        }
        #expect(error?.code == .stillRunning)
        #expect(error?.correlationID == "c")
        let waiting = try await self.error([results], { $0.run = .milliseconds(700) }) { nx1 in
            _ = try await nx1.result(of: "c")
        }
        #expect(waiting?.code == .stillRunning)
        #expect(
            waiting?.description
                == "The run is still in progress after 0.7 seconds, and continues. Resume it by its id.")
    }

    @Test(
        "for one event are named in a warning, and the answer still arrives",
        arguments: ["data: ", "{\"message\":\""])
    func event(beginning: String) async throws {
        let type = beginning.hasPrefix("data") ? "text/event-stream" : "application/x-ndjson"
        let body = beginning + String(repeating: "x", count: 3 << 20)
        let routes = [
            Route("GET /api/events/", .response(200, ["Content-Type": type], body: body)),
            Route("GET /api/crews/results/", .json("null"), .json(#""done""#)),
        ]
        try await withScriptedServer(routes) { server async throws in
            let log = Heard()
            var configuration = try ClientConfiguration(host: server.host)
            configuration.limits.event = 1 << 20
            configuration.logger = log.logger
            try await withNx1Client(configuration) { nx1 async throws in
                var updates: [RunUpdate] = []
                for try await update in nx1.updates(of: "c") { updates.append(update) }
                #expect(updates.count == 1)
                guard case .ended(let result)? = updates.last else { return }
                #expect(result.text == "done")
            }
            #expect(
                log.messages.filter { $0.contains("progress of run c") } == [
                    "warning: Can't show further progress of run c: The service sent an event, or a list of events, larger than the limit of 1 MiB. Still waiting for its answer."
                ])
        }
    }
}
