#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The kind of file at a path. Only a regular file is certain to end, and to be readable without waiting.
package enum FileKind: Sendable, Hashable {
    case regular, folder, pipe, terminal, device, other
    /// `/dev/null`, a common way to pass an empty file.
    case null

    /// The kind of an open file.
    package init(of descriptor: Int32) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else {
            self = .other
            return
        }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .folder
        case S_IFIFO, S_IFSOCK: self = .pipe
        case S_IFCHR where isatty(descriptor) == 1: self = .terminal
        case S_IFCHR where facts.isNull: self = .null
        case S_IFCHR, S_IFBLK: self = .device
        default: self = .other
        }
    }

    /// The kind in the middle of a sentence, as in "it is a folder".
    package var name: String {
        switch self {
        case .regular: "a file"
        case .folder: "a folder"
        case .pipe: "a pipe"
        case .terminal: "a terminal"
        case .device, .null: "a device"
        case .other: "a special file"
        }
    }
}

/// Why a settings file can't be read.
package enum FileFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// A system call failed, with this error number.
    case system(Int32)
    /// It isn't a regular file.
    case wrongKind(FileKind)
    /// It is larger than this many bytes.
    case tooLarge(limit: Int)
    /// A pipe sent no data for this many seconds, and didn't end.
    case silent(seconds: Int)

    /// The reason as the end of a sentence, without a period.
    package var description: String {
        switch self {
        case .system(let number): SystemFailure(errno: number).description
        case .wrongKind(let kind): "it is \(kind.name), not a regular file"
        case .tooLarge(let limit): "it is larger than \(limit >> 10) KiB"
        case .silent(let seconds): "it sent no data for \(seconds) s"
        }
    }
}

extension Descriptor {
    /// The maximum size of a settings file: 1 MiB.
    package static let mostSettings = 1 << 20

    /// Reads the regular file at `path`; nil if there is none. Never waits: refuses pipes, devices, folders, and
    /// files larger than `limit` bytes.
    package static func settings(
        at path: String, limit: Int = mostSettings
    ) throws(FileFailure) -> [UInt8]? {
        // Without this flag, opening a pipe waits for a writer.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw .system(errno)
        }
        defer { close(file) }
        switch FileKind(of: file) {
        case .regular: return try content(of: file, limit: limit)
        case .null: return []
        case let kind: throw .wrongKind(kind)
        }
    }

    /// Reads a source of a value that the user names: a file, but also a pipe or standard input, whose writer sets
    /// the pace. A pipe may be silent for `patience` seconds at a time; a terminal has no limit.
    package static func content(
        at path: String, limit: Int, patience: Int
    ) throws(FileFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw .system(errno) }
        defer { close(file) }
        let kind = FileKind(of: file)
        if kind == .folder { throw .system(EISDIR) }
        return try content(of: file, limit: limit, patience: kind == .terminal ? nil : patience)
    }

    /// Waits for data or the end.
    /// - Throws: ``FileFailure``: `ECANCELED` once the task is cancelled.
    private static func awaitInput(of file: Int32, patience: Int?) throws(FileFailure) {
        let end = patience.map { ContinuousClock.now + .seconds($0) }
        while true {
            var wish = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            // A signal may be delivered to another thread, so cancellation is polled.
            let ready = poll(&wish, 1, 100)
            if ready > 0 || ready < 0 && errno != EINTR { return }
            if Task.isCancelled { throw .system(ECANCELED) }
            if let end, ContinuousClock.now >= end { throw .silent(seconds: patience ?? 0) }
        }
    }

    private static func content(
        of file: Int32, limit: Int, patience: Int? = nil
    ) throws(FileFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            try awaitInput(of: file, patience: patience)
            let chunk: [UInt8]
            do throws(SystemFailure) {
                chunk = try read(upTo: 64 << 10, from: file)
            } catch {
                if error.errno == EAGAIN { continue }
                throw .system(error.errno)
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            if bytes.count > limit { throw .tooLarge(limit: limit) }
        }
    }
}

extension stat {
    fileprivate var isNull: Bool {
        var null = stat()
        return stat("/dev/null", &null) == 0 && null.st_mode & S_IFMT == S_IFCHR && st_rdev == null.st_rdev
    }
}
