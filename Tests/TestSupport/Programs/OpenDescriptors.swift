import Foundation

/// Descriptors for a new process, which this process closes after the launch.
struct OpenDescriptors {
    private var open: [Int32] = []

    mutating func closeAll() {
        for descriptor in open { _ = close(descriptor) }
        open = []
    }

    /// Removes a descriptor from the list, so that it stays open.
    mutating func keep(_ descriptor: Int32?) -> Int32? {
        open.removeAll { $0 == descriptor }
        return descriptor
    }

    /// Opens the process' standard input, and the test's end for writing to it.
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

    /// Opens the process' standard output, and the test's end for reading from it.
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
            throw ProgramFailure("Couldn't open \(path): \(String(cString: strerror(errno))).")
        }
        open.append(descriptor)
        return descriptor
    }
}
