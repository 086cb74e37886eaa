import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A source of bytes.
enum RowBytes: Sendable {
    case file(OpenRowFile)
    /// Bytes that can be read only once, in order; none at the end.
    case stream(@Sendable () async throws -> [UInt8])

    /// - Parameter offset: the number of bytes read so far.
    /// - Throws: ``ChangedFile``, the stream's errors, `SystemFailure`, `CancellationError`.
    func read(at offset: Int64) async throws -> [UInt8] {
        switch self {
        case .file(let file): try await file.read(at: offset)
        case .stream(let read): try await read()
        }
    }
}

/// A file that has changed since it was opened.
struct ChangedFile: Error {}

/// An open file, closed with its last reference.
final class OpenRowFile: Sendable {
    private let reader: DescriptorReader
    private let stamp: Stamp?

    /// The properties that change when a file is written.
    private struct Stamp: Equatable {
        let size: Int64
        let seconds: Int
        let nanoseconds: Int

        init?(_ descriptor: Int32) {
            var facts = stat()
            guard fstat(descriptor, &facts) == 0 else { return nil }
            size = Int64(facts.st_size)
            #if canImport(Darwin)
                (seconds, nanoseconds) = (facts.st_mtimespec.tv_sec, facts.st_mtimespec.tv_nsec)
            #else
                (seconds, nanoseconds) = (Int(facts.st_mtim.tv_sec), Int(facts.st_mtim.tv_nsec))
            #endif
        }
    }

    /// Whether it can be read again from the start.
    var isRegular: Bool { stamp != nil }

    /// - Throws: `SystemFailure` if it can't be opened or is a folder.
    init(path: String) throws(SystemFailure) {
        // Opening a pipe must not wait for its writer; reading does.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw SystemFailure(errno: errno) }
        do throws(SystemFailure) {
            let kind = FileKind(of: descriptor)
            if kind == .folder { throw SystemFailure(errno: EISDIR) }
            reader = try DescriptorReader(descriptor)
            stamp = kind == .regular ? Stamp(descriptor) : nil
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    deinit {
        reader.close()
        _ = close(reader.descriptor)
    }

    func read(at offset: Int64) async throws -> [UInt8] {
        guard let stamp else { return try await reader.read() }
        let bytes = try await reader.read(at: offset)
        guard Stamp(reader.descriptor) == stamp else { throw ChangedFile() }
        return bytes
    }
}
