#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where bytes go: a file descriptor, or a closure in a test.
public struct ByteSink: Sendable {
    /// Whether a person reads it.
    public let isTerminal: Bool
    private let writeBytes: @Sendable (UnsafeRawBufferPointer) throws(OutputFailure) -> Void

    /// A sink that hands what is written to `write`.
    public init(
        isTerminal: Bool, write: @escaping @Sendable (UnsafeRawBufferPointer) throws(OutputFailure) -> Void
    ) {
        self.isTerminal = isTerminal
        writeBytes = write
    }

    /// A sink that writes to an open file descriptor, which stays the caller's. `SIGPIPE` has to be ignored.
    public init(fileDescriptor: Int32) {
        self.init(isTerminal: isatty(fileDescriptor) == 1) { bytes throws(OutputFailure) in
            try Self.write(bytes, to: fileDescriptor)
        }
    }

    /// The same sink, which passes on what it is about to write.
    func telling(_ tell: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) -> ByteSink {
        ByteSink(isTerminal: isTerminal) { [writeBytes] bytes throws(OutputFailure) in
            tell(bytes)
            try writeBytes(bytes)
        }
    }

    /// Writes all of `text`.
    /// - Throws: ``OutputFailure`` if the reader has gone or the disk is full.
    public func write(_ text: String) throws(OutputFailure) {
        var text = text
        var failure: OutputFailure?
        text.withUTF8 { bytes in
            do throws(OutputFailure) {
                try writeBytes(UnsafeRawBufferPointer(bytes))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Writes all of `bytes`.
    /// - Throws: ``OutputFailure`` if the reader has gone or the disk is full.
    package func write(_ bytes: [UInt8]) throws(OutputFailure) {
        var failure: OutputFailure?
        bytes.withUnsafeBytes { bytes in
            do throws(OutputFailure) {
                try writeBytes(bytes)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(OutputFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // Another program made the shared terminal or pipe non-blocking.
                var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wish, 1, -1)
            } else if errno != EINTR {
                throw OutputFailure(errno: errno)
            }
        }
    }
}

/// The system's `write`, which the methods of the same name hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// Why something could not be written.
public struct OutputFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system's error number.
    public let errno: Int32

    /// The failure that `errno` stands for.
    public init(errno: Int32) {
        self.errno = errno
    }

    /// Whether the reader has simply gone, as `head` does.
    public var isClosed: Bool { errno == EPIPE }

    /// The sentence to say.
    public var description: String { "The output can't be written: \(String(cString: strerror(errno)))." }
}
