import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A shared token fetch", .timeLimit(.minutes(1)))
struct SharedFetchTests {
    private func token(_ text: String) throws -> AccessToken { AccessToken(try .bearerToken(text)) }

    /// Makes a caller wait for `fetch`, and cancels it as soon as the fetch has `begun`.
    private func leave(
        _ shared: SharedFetch, begun: Box<Bool>, _ fetch: @escaping SharedFetch.Fetch
    ) async throws {
        try await withThrowingTaskGroup(of: AccessToken.self) { group in
            group.addTask { try await shared.token(fetch) }
            try await eventually("the fetch") { begun.value == true }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
    }

    @Test("runs once, and all callers get its error")
    func shared() async throws {
        let shared = SharedFetch()
        let begun = Box(false)
        let counter = Counter()
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: AccessToken.self) { group in
            group.addTask {
                try await shared.token { _ in
                    begun.value = true
                    for await _ in gate {}
                    return try self.token("t\(counter.next())")
                }
            }
            try await eventually("the fetch") { begun.value == true }
            for _ in 0..<20 {
                group.addTask(priority: .high) { try await shared.token { _ in try self.token("other") } }
            }
            try await eventually("the waiting callers") { shared.count == 21 }
            open.finish()
            for try await result in group { #expect(try result == self.token("t0")) }
        }
        let error = await #expect(throws: Nx1Error.self) {
            try await shared.token { _ in throw Nx1Error(.serviceFailed, "Busy.") }
        }
        #expect(error?.message == "Busy.")
    }

    @Test("ends with its last caller, but completes a carried request first")
    func left() async throws {
        let shared = SharedFetch()
        let (begun, ended) = (Box(false), Box<String>())
        try await leave(shared, begun: begun) { _ in
            begun.value = true
            do { try await Task.sleep(for: .seconds(600)) } catch { ended.value = "\(type(of: error))" }
            throw CancellationError()
        }
        try await eventually("the end") { ended.value == "CancellationError" }

        let (carried, after) = (Box(false), Box<Bool>())
        let (gate, open) = AsyncStream<Void>.makeStream()
        try await leave(shared, begun: carried) { fetch in
            try await fetch.carry {
                carried.value = true
                for await _ in gate {}
                #expect(!Task.isCancelled)
            }
            after.value = Task.isCancelled
            return try self.token("t")
        }
        #expect(after.value == nil)
        open.finish()
        try await eventually("the end of what was carried") { after.value == true }
    }

    @Test("carries no request that starts after all callers have left; the next caller gets a new fetch")
    func abandoned() async throws {
        let shared = SharedFetch()
        let (begun, refused) = (Box(false), Box(false))
        let (gate, open) = AsyncStream<Void>.makeStream()
        // A wait that only the gate ends, outside the fetch's task, which is cancelled.
        let opening = Task { for await _ in gate {} }
        try await leave(shared, begun: begun) { fetch in
            begun.value = true
            await opening.value
            do {
                try await fetch.carry { _ = Issue.record("It was carried for nobody.") }
            } catch {
                refused.value = error is CancellationError
                throw error
            }
            return try self.token("old")
        }
        try await withThrowingTaskGroup(of: AccessToken.self) { group in
            group.addTask { try await shared.token { _ in try self.token("new") } }
            try await eventually("who comes then") { shared.count == 1 }
            open.finish()
            #expect(try await group.next() == self.token("new"))
        }
        #expect(refused.value == true)
    }
}
