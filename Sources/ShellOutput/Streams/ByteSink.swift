import Descriptors

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
            do throws(SystemFailure) {
                try Descriptor.write(bytes, to: fileDescriptor)
            } catch {
                throw OutputFailure(errno: error.errno)
            }
        }
    }

    /// The same sink, which passes on what it is about to write.
    func observed(by observe: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) -> ByteSink {
        ByteSink(isTerminal: isTerminal) { [writeBytes] bytes throws(OutputFailure) in
            observe(bytes)
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
}

/// Why something could not be written.
public struct OutputFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system's error number.
    public let errno: Int32

    /// The failure that `errno` stands for.
    public init(errno: Int32) {
        self.errno = errno
    }

    /// The reader has gone.
    package static let closed = OutputFailure(errno: EPIPE)

    /// Whether the reader has simply gone, as `head` does.
    public var isClosed: Bool { errno == EPIPE }

    /// The sentence to say.
    public var description: String { "Couldn't write the output: \(String(cString: strerror(errno)))." }
}
