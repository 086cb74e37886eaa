import Dispatch

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads an open descriptor. Waiting blocks no thread of Swift's pool, and ends when the task is cancelled.
package final class DescriptorReader: Sendable {
    /// The descriptor that is read.
    package let descriptor: Int32
    private let wakeUp: (read: Int32, write: Int32)
    private let queue = DispatchQueue(label: "nx1sh.input")

    /// The maximum number of bytes that one read returns: 64 KiB.
    private static let chunk = 64 << 10

    /// Creates a reader of `descriptor`, which stays open after ``close()``.
    /// - Throws: `SystemFailure` if no more descriptors can be opened.
    package init(_ descriptor: Int32) throws(SystemFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemFailure(errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.descriptor = descriptor
        wakeUp = (ends[0], ends[1])
    }

    /// Closes the reader's own descriptors. It can't be used afterwards.
    package func close() {
        systemClose(wakeUp.read)
        systemClose(wakeUp.write)
    }

    /// Reads the next bytes, at most 64 KiB; none at the end.
    /// - Parameter offset: the position in a regular file, independent of the file's own position; nil for the next
    ///   bytes.
    /// - Throws: `SystemFailure`, `CancellationError`.
    package func read(at offset: Int64? = nil) async throws -> [UInt8] {
        try Task.checkCancellation()
        let result: Result<[UInt8], any Error> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { [self] in
                    continuation.resume(returning: Result { try blockingRead(at: offset) })
                }
            }
        } onCancel: {
            var byte: UInt8 = 0
            _ = write(wakeUp.write, &byte, 1)
        }
        return try result.get()
    }

    private func blockingRead(at offset: Int64?) throws -> [UInt8] {
        var wishes = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeUp.read, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            while poll(&wishes, 2, -1) < 0 {
                guard errno == EINTR else { throw SystemFailure(errno: errno) }
            }
            if wishes[1].revents != 0 {
                _ = try? Descriptor.read(upTo: 1, from: wakeUp.read)
                throw CancellationError()
            }
            do throws(SystemFailure) {
                guard let offset else { return try Descriptor.read(upTo: Self.chunk, from: descriptor) }
                return try Descriptor.read(upTo: Self.chunk, from: descriptor, at: offset)
            } catch {
                // Another process has read the available bytes.
                if error.errno != EAGAIN { throw error }
            }
        }
    }
}

private func systemClose(_ descriptor: Int32) { _ = close(descriptor) }
