import Descriptors
import Nx1Values
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Memory of this process that other processes of the same user can read while this object lives. It is in no file: a file says
/// only which process has it, and under which descriptor (`/proc/PID/fd/N`).
final class OfferedMemory: Sendable {
    private let descriptor = Mutex<Int32>(-1)

    deinit {
        descriptor.withLock { if $0 >= 0 { close($0) } }
    }

    /// Offers `bytes` in place of what was offered before, by way of the file at `path`. Where that can't be done nobody finds them.
    func publish(_ bytes: [UInt8], by path: String) {
        #if os(Linux)
            let name = "/nx1-\(Secret.random().reveal())"
            let memory = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
            guard memory >= 0 else { return }
            // What has no name is gone with the last descriptor.
            shm_unlink(name)
            let old = descriptor.withLock { descriptor in
                defer { descriptor = memory }
                return descriptor
            }
            if old >= 0 { close(old) }
            do throws(SystemFailure) {
                try Descriptor.write(bytes, to: memory)
                let file = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
                guard file >= 0 else { return }
                defer { close(file) }
                try Descriptor.write("\(getpid()) \(memory)\n".utf8, to: file)
            } catch {
                // Others run the command themselves.
                return
            }
        #endif
    }

    /// What a process offers by way of the file at `path`; nil if there is none.
    static func read(by path: String) -> [UInt8]? {
        guard let text = content(of: path, limit: 64) else { return nil }
        let numbers = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .compactMap { Int32($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] >= 0 else { return nil }
        return content(of: "/proc/\(numbers[0])/fd/\(numbers[1])", limit: CredentialCommand.largest + 1024)
    }

    /// Only what holds bytes is read: a number may be another process' by now, and its descriptor a pipe that somebody waits at.
    private static func content(of path: String, limit: Int) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == getuid(),
            facts.st_size <= limit
        else { return nil }
        return (try? Descriptor.readAll(from: file, limit: limit)) ?? nil
    }
}

/// A clock that all processes of this machine share.
enum SystemMoment {
    /// Nanoseconds since the machine started.
    static var now: UInt64 {
        var time = timespec()
        guard clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return 0 }
        return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
    }
}
