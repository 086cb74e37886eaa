import Descriptors
package import ShellInput
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where lines come from: a file or stdin. Waiting for more blocks no thread of Swift's pool and ends with the task.
public final class InputSource: Sendable {
    /// What errors call it.
    package let name: String
    private let descriptor: Int32
    private let reader: DescriptorReader

    /// Reads an open descriptor.
    package init(descriptor: Int32, name: String) throws(Complaint) {
        do throws(SystemFailure) {
            reader = try DescriptorReader(descriptor)
        } catch {
            throw .usage("\(name) can't be read: \(error).")
        }
        self.descriptor = descriptor
        self.name = name
    }

    /// Standard input.
    /// - Throws: a complaint with the system's reason if it can't be read.
    public static func standardInput() throws -> InputSource {
        try InputSource(descriptor: 0, name: "stdin")
    }

    /// The file at `path`, where `~/` is the home folder and `-` is stdin.
    /// - Throws: a complaint with the reason if it can't be read, or is a folder.
    public static func file(_ path: String, environment: [String: String]) throws -> InputSource {
        if path == "-" { return try standardInput() }
        let place = path.hasPrefix("~/") ? (environment["HOME"] ?? "~") + path.dropFirst() : path
        return try open(place, name: path) { $0 == .folder ? "it is a folder" : nil }
    }

    /// The file of settings at `path`: a regular one, and no larger than those are.
    /// - Throws: a complaint with the reason if it isn't that, or can't be read.
    public static func settings(_ path: String) throws -> InputSource {
        let input = try open(path, name: path) { kind in
            [.regular, .null].contains(kind) ? nil : "it is \(kind.name), not a regular file"
        }
        var facts = stat()
        guard fstat(input.descriptor, &facts) == 0, facts.st_size <= Descriptor.mostSettings else {
            input.close()
            throw Complaint.usage(
                "\(path) can't be read: it is larger than \(Descriptor.mostSettings >> 10) KiB.")
        }
        return input
    }

    /// - Parameter refusal: why a file of a kind isn't read, if it isn't.
    private static func open(
        _ place: String, name: String, refusal: (FileKind) -> String?
    ) throws(Complaint) -> InputSource {
        // Opening a pipe doesn't wait for its writer then: reading does, which Ctrl-C ends.
        let descriptor = systemOpen(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw .usage("\(name) can't be read: \(String(cString: strerror(errno))).")
        }
        do throws(Complaint) {
            if let reason = refusal(FileKind(of: descriptor)) {
                throw .usage("\(name) can't be read: \(reason).")
            }
            return try InputSource(descriptor: descriptor, name: name)
        } catch {
            _ = systemClose(descriptor)
            throw error
        }
    }

    /// About how many lines there are: what isn't blank and no comment, from here to the end of a file of at most 64 MiB; nil
    /// if it is no file.
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

    /// Which JSON lines wait for which others, from here to the end of the file; nil if it is no file, or no line waits.
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

    /// Hands over all bytes from here to the end of a regular file, which is read again later.
    /// - Returns: whether it is one.
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

    /// Gives the descriptors back; stdin stays open.
    public func close() {
        if descriptor != 0 { _ = systemClose(descriptor) }
        reader.close()
    }

    /// The next bytes, at most 64 KiB; none at the end.
    /// - Throws: ``Complaint`` if it can't be read, `CancellationError`.
    package func read() async throws -> [UInt8] {
        do {
            return try await reader.read()
        } catch let failure as SystemFailure {
            throw Complaint.usage("\(name) can't be read: \(failure).")
        }
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
