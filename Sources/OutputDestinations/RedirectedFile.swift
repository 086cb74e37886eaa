import Descriptors
import Dispatch
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that receives the output of a command (`> FILE` or `>> FILE`).
///
/// It is opened before the command runs, so that a failure is reported before a run costs money. Its content is kept
/// until there is output to write.
package final class RedirectedFile: Sendable {
    private let path: String
    private let appends: Bool
    private let descriptor: Int32
    private let isNew: Bool

    /// Opens the file at `path`, creating it if it doesn't exist.
    /// - Throws: ``Complaint`` if it can't be written.
    package init(at path: String, appends: Bool) throws(Complaint) {
        let flags = O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (appends ? O_APPEND : 0)
        var file = open(path, flags)
        isNew = file < 0 && errno == ENOENT
        if isNew { file = open(path, flags | O_CREAT, 0o666) }
        self.path = path
        self.appends = appends
        descriptor = file
        // A pipe without a reader is refused, not waited for.
        guard file >= 0 else { throw Self.failure(path, "write", errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes all of `bytes`, replacing or appending to the content.
    /// - Throws: ``Complaint`` if that fails; `CancellationError`.
    package func write(_ bytes: [UInt8]) async throws {
        if !appends, FileKind(of: descriptor) == .regular, ftruncate(descriptor, 0) != 0 {
            throw Self.failure(path, "write", errno)
        }
        let writer: StoppableWriter
        do throws(SystemFailure) {
            writer = try StoppableWriter(descriptor)
        } catch {
            throw Self.failure(path, "write", error.errno)
        }
        let failure: SystemFailure? = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    do throws(SystemFailure) {
                        try writer.write(bytes)
                        continuation.resume(returning: nil)
                    } catch {
                        continuation.resume(returning: error)
                    }
                }
            }
        } onCancel: {
            writer.stop()
        }
        try Task.checkCancellation()
        // The reader of a pipe may have seen enough.
        if let failure, failure.errno != EPIPE {
            throw Self.failure(path, "write all of", failure.errno)
        }
    }

    /// Deletes the file if it was created and nothing was written.
    package func discard() {
        if isNew { unlink(path) }
    }

    private static func failure(_ path: String, _ action: String, _ number: Int32) -> Complaint {
        Complaint(.notSaved, "Couldn't \(action) \(path): \(SystemFailure(errno: number)).")
    }
}
