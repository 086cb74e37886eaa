import Foundation

/// Descriptors that are closed here once a process has them.
struct OpenDescriptors {
    private var open: [Int32] = []

    mutating func closeAll() {
        for descriptor in open { _ = close(descriptor) }
        open = []
    }

    /// Takes a descriptor out, so that it stays open.
    mutating func keep(_ descriptor: Int32?) -> Int32? {
        open.removeAll { $0 == descriptor }
        return descriptor
    }

    /// What a process gets as its standard input, and the end to write to it.
    mutating func input(_ input: Program.Input) throws -> (process: Int32?, test: Int32?) {
        switch input {
        case .closed: return (nil, nil)
        case .empty: return (try file("/dev/null", O_RDONLY), nil)
        case .bytes, .open:
            let ends = try ProcessLaunch.pipe()
            open += [ends.reading, ends.writing]
            return (ends.reading, ends.writing)
        }
    }

    /// What a process gets as its standard output, and the end to read from.
    mutating func output(_ output: Program.Output) throws -> (process: Int32?, test: Int32?) {
        if case .file(let path) = output { return (try file(path, O_WRONLY | O_CREAT | O_TRUNC), nil) }
        let ends = try ProcessLaunch.pipe()
        open.append(ends.writing)
        guard case .collected = output else {
            _ = close(ends.reading)
            return (ends.writing, nil)
        }
        open.append(ends.reading)
        return (ends.writing, ends.reading)
    }

    private mutating func file(_ path: String, _ flags: Int32) throws -> Int32 {
        let descriptor = Foundation.open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ProgramFailure("\(path) can't be opened: \(String(cString: strerror(errno))).")
        }
        open.append(descriptor)
        return descriptor
    }
}
