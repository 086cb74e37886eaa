// Measures the throughput of the event decoders. Compiled together with the decoders' source files.
//
// usage: decoding DECODER SIZE CHUNK EVENT REPETITIONS
// Decodes SIZE bytes of events of about EVENT bytes each, in chunks of CHUNK bytes, and prints the seconds of each
// repetition. If SIZE is small, a repetition decodes the stream many times, and the seconds are for one time.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@main
enum Decoding {
    static func main() throws {
        let given = CommandLine.arguments.dropFirst()
        guard given.count == 5, let name = given.first, let decode = decoders[name] else {
            throw Refusal("usage: decoding \(decoders.keys.sorted().joined(separator: "|")) SIZE CHUNK EVENT REPETITIONS")
        }
        let numbers = given.dropFirst().compactMap { Int($0) }.filter { $0 > 0 }
        guard numbers.count == 4 else { throw Refusal("Sizes and repetitions must be integers greater than 0.") }
        let (size, chunk, event, repetitions) = (numbers[0], numbers[1], numbers[2], numbers[3])
        let stream = Stream(size: size, event: event, isServerSent: name == "sse")
        let turns = max(1, (4 << 20) / size)
        for repetition in 0...repetitions {
            var found = 0
            let began = ContinuousClock.now
            for _ in 0..<turns { found += try stream.bytes.withUnsafeBytes { try decode($0, chunk) } }
            let seconds = (ContinuousClock.now - began) / .seconds(turns)
            guard name == "memchr" || found == stream.count * turns else {
                throw Refusal("Decoded \(found) events instead of \(stream.count * turns).")
            }
            if repetition > 0 { print(seconds) }  // The first repetition warms up.
        }
    }

    /// The decoders by name. Each takes bytes and a chunk size, and returns the number of events.
    static let decoders: [String: @Sendable (UnsafeRawBufferPointer, Int) throws -> Int] = [
        "sse": { bytes, size in
            var (decoder, found) = (ServerSentEventDecoder(), 0)
            try inChunks(of: size, bytes) { chunk in try decoder.decode(chunk) { _ in found += 1 } }
            return found
        },
        "lines": { bytes, size in
            var (decoder, found) = (JSONLinesDecoder(), 0)
            try inChunks(of: size, bytes) { chunk in try decoder.decode(chunk) { _ in found += 1 } }
            return found
        },
        // The baseline: only finds the ends of lines.
        "memchr": { bytes, size in
            var found = 0
            inChunks(of: size, bytes) { chunk in
                var rest = chunk
                while let base = rest.baseAddress, let end = memchr(base, 0x0A, rest.count) {
                    found += 1
                    rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(end) - base + 1)...])
                }
            }
            return found
        },
    ]

    private static func inChunks(
        of size: Int, _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        for start in stride(from: 0, to: bytes.count, by: size) {
            try body(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
        }
    }
}

/// A stream of events as a crew sends them.
struct Stream {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    init(size: Int, event: Int, isServerSent: Bool) {
        bytes.reserveCapacity(size + event + 200)
        while bytes.count < size {
            count += 1
            let payload =
                #"{"event_type": "tool_usage_finished", "agent": "Data Analyst", "tool": "run_sql", "message": "row \#(count)"#
            let head = isServerSent ? "id: \(count)\nevent: tool_usage_finished\ndata: " : ""
            let tail = isServerSent ? "\"}\n\n" : "\"}\n"
            let padding = max(0, event - head.utf8.count - payload.utf8.count - tail.utf8.count)
            bytes += (head + payload).utf8
            bytes += repeatElement(UInt8(ascii: "."), count: padding)
            bytes += tail.utf8
        }
    }
}

struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
