import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A destination for bytes: a file descriptor or a closure.
public struct ByteSink: Sendable {
    /// Whether the destination is a terminal.
    public let isTerminal: Bool
    private let writeBytes: @Sendable (UnsafeRawBufferPointer) throws(OutputFailure) -> Void

    /// Creates a sink that passes bytes to `write`.
    public init(
        isTerminal: Bool, write: @escaping @Sendable (UnsafeRawBufferPointer) throws(OutputFailure) -> Void
    ) {
        self.isTerminal = isTerminal
        writeBytes = write
    }

    /// Creates a sink for an open file descriptor, which the caller keeps owning. `SIGPIPE` must be ignored.
    public init(fileDescriptor: Int32) {
        self.init(isTerminal: isatty(fileDescriptor) == 1) { bytes throws(OutputFailure) in
            do throws(SystemFailure) {
                try Descriptor.write(bytes, to: fileDescriptor)
            } catch {
                throw OutputFailure(errno: error.errno)
            }
        }
    }

    /// Returns a sink that passes bytes to `observe` before writing them.
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

/// A failed write.
public struct OutputFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system's error number.
    public let errno: Int32
    /// What couldn't be written.
    package var subject = "the output"

    /// Creates the failure for an error number.
    public init(errno: Int32) {
        self.errno = errno
    }

    /// The failure of a pipe that was closed by its reader.
    package static let closed = OutputFailure(errno: EPIPE)

    /// Whether the reader closed the pipe, as `head` does.
    public var isClosed: Bool { errno == EPIPE }

    /// The message to show.
    public var description: String { "Couldn't write \(subject): \(SystemFailure(errno: errno))." }
}
