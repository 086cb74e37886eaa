import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A file lock")
struct FileLockTests {
    @Test("admits one holder at a time")
    func exclusive() async throws {
        try await withTemporaryFolder { folder in
            let lock = FileLock(path: folder + "/lock")
            let counter = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await lock.hold(at: .system, within: .seconds(30)) {
                            let before = counter.next()
                            await Task.yield()
                            #expect(counter.next() == before + 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try TemporaryFolder.mode(of: lock.path) == 0o600)
        }
    }

    @Test("is waited for at most for the given time, and the wait can be cancelled")
    func bounded() async throws {
        try await withTemporaryFolder { folder in
            let lock = FileLock(path: folder + "/lock")
            let clock = ManualClock()
            try await lock.hold(at: .system, within: .zero) {
                let error = await #expect(throws: Nx1Error.self) {
                    try await lock.hold(at: clock.timekeeper, within: .seconds(90)) {}
                }
                #expect(error?.code == .invalidSetting)
                #expect(error?.message.contains("another process has held it for 90 seconds") == true)
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await #expect(throws: CancellationError.self) {
                            try await lock.hold(at: .system, within: .seconds(90)) {}
                        }
                    }
                    group.cancelAll()
                }
            }
            try await lock.hold(at: .system, within: .zero) {}
        }
    }

    @Test("that can't be created is reported with its path")
    func impossible() async throws {
        let error = await #expect(throws: Nx1Error.self) {
            try await FileLock(path: "/dev/null/lock").hold(at: .system, within: .zero) {}
        }
        #expect(
            error?.description
                == "Couldn't lock the token file (lock file /dev/null/lock): part of the path isn't a folder. Check that you own the folder and that no other shell is stuck, then try again."
        )
    }
}
