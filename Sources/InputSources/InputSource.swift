import Descriptors
package import ShellInput
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A source of lines: a file or stdin. Waiting blocks no thread of Swift's pool, and ends with the task.
public final class InputSource: Sendable {
    /// The name in error messages.
    package let name: String
    private let descriptor: Int32
    private let reader: DescriptorReader

    /// Creates a source that reads an open descriptor.
    package init(descriptor: Int32, name: String) throws(Complaint) {
        do throws(SystemFailure) {
            reader = try DescriptorReader(descriptor)
        } catch {
            throw .usage("Couldn't read \(name): \(error).")
        }
        self.descriptor = descriptor
        self.name = name
    }

    /// Standard input.
    /// - Throws: ``Complaint`` with the system's reason if it can't be read.
    public static func standardInput() throws -> InputSource {
        try InputSource(descriptor: 0, name: "stdin")
    }

    /// Opens the file at `path`, where `~/` is the home folder and `-` is stdin.
    /// - Throws: ``Complaint`` with the reason if it can't be read, or is a folder.
    public static func file(_ path: String, environment: [String: String]) throws -> InputSource {
        if path == "-" { return try standardInput() }
        let place = path.hasPrefix("~/") ? (environment["HOME"] ?? "~") + path.dropFirst() : path
        return try open(place, name: path) { $0 == .folder ? "it is a folder" : nil }
    }

    /// Opens the settings file at `path`, which must be a regular file of limited size.
    /// - Throws: ``Complaint`` with the reason if it isn't, or can't be read.
    public static func settings(_ path: String) throws -> InputSource {
        let input = try open(path, name: path) { kind in
            [.regular, .null].contains(kind) ? nil : "it is \(kind.name), not a regular file"
        }
        var facts = stat()
        guard fstat(input.descriptor, &facts) == 0, facts.st_size <= Descriptor.mostSettings else {
            input.close()
            throw Complaint.usage(
                "Couldn't read \(path): it is larger than \(Descriptor.mostSettings >> 10) KiB.")
        }
        return input
    }

    /// - Parameter refusal: why a file of this kind can't be read; nil if it can.
    private static func open(
        _ place: String, name: String, refusal: (FileKind) -> String?
    ) throws(Complaint) -> InputSource {
        // Opening a pipe must not wait for its writer. Reading does, and Ctrl-C ends that.
        let descriptor = systemOpen(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw .usage("Couldn't read \(name): \(InputFileError(path: name, errno: errno).reason).")
        }
        do throws(Complaint) {
            if let reason = refusal(FileKind(of: descriptor)) {
                throw .usage("Couldn't read \(name): \(reason).")
            }
            return try InputSource(descriptor: descriptor, name: name)
        } catch {
            _ = systemClose(descriptor)
            throw error
        }
    }

    /// The approximate number of remaining lines that are neither blank nor comments, in a file of at most 64 MiB;
    /// nil if it isn't a regular file.
    package var lineCount: Int? {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= 64 << 20
        else { return nil }
        var place = lseek(descriptor, 0, SEEK_CUR)
        var (count, isAtStart) = (0, true)
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let length = pread(descriptor, &chunk, chunk.count, place)
            guard length > 0 else { return count }
            place += off_t(length)
            for byte in chunk[..<length] {
                if byte == 0x0A {
                    isAtStart = true
                } else if isAtStart, byte != 0x20, byte != 0x09, byte != 0x0D {
                    if byte != UInt8(ascii: "#") { count += 1 }
                    isAtStart = false
                }
            }
        }
    }

    /// Which of the remaining JSON lines wait for which others; nil if it isn't a regular file, or no line waits.
    package var lineGraph: LineGraph? {
        var graph = LineGraph()
        var decoder = LineDecoder()
        var (waits, number) = (false, 0)
        func add(_ lines: [DecodedLine]) {
            for line in lines {
                number = line.number
                guard case .text(let text) = line.content, let request = try? RequestLine(text) else {
                    continue
                }
                waits = waits || !request.answers.isEmpty
                graph.add(request, line: number)
            }
        }
        guard readAhead({ add(decoder.decode($0)) }) else { return nil }
        add(decoder.finish().map { [$0] } ?? [])
        return waits ? graph : nil
    }

    /// Passes on all remaining bytes of a regular file, without changing its position.
    /// - Returns: whether it is a regular file.
    private func readAhead(_ body: (ArraySlice<UInt8>) -> Void) -> Bool {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        var place = lseek(descriptor, 0, SEEK_CUR)
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let length = pread(descriptor, &chunk, chunk.count, place)
            guard length > 0 else { return true }
            place += off_t(length)
            body(chunk[..<length])
        }
    }

    /// Closes the descriptors, except stdin.
    public func close() {
        if descriptor != 0 { _ = systemClose(descriptor) }
        reader.close()
    }

    /// Reads the next bytes, at most 64 KiB; none at the end.
    /// - Throws: ``Complaint`` if it can't be read, `CancellationError`.
    package func read() async throws -> [UInt8] {
        do {
            return try await reader.read()
        } catch let failure as SystemFailure {
            throw Complaint.usage("Couldn't read \(name): \(failure).")
        }
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
