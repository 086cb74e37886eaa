import Descriptors
import Nx1Sandbox
import Nx1SecureSandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file with the certificate of the sandbox's authority, for clients that are to trust it. Nothing in it is secret, but
/// whoever could change it could stand in for the sandbox: unless a place is named, it is in a folder of its own (0700).
struct AuthorityFile {
    /// The file can't be written.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let number: Int32

        var description: String {
            "The authority's certificate can't be written to \(path) (\(String(cString: strerror(number)))). "
                + "Name another place with --ca-out."
        }
    }

    let path: String
    /// The folder that was made for it, and goes with it.
    private let folder: String?

    /// Writes `certificate` to `path`, or to a new temporary file.
    init(_ certificate: String, at path: String?) throws {
        if let path {
            folder = nil
            self.path = path
        } else {
            let folder = try Self.temporaryFolder()
            self.folder = folder
            self.path = folder + "/ca.pem"
        }
        try write(certificate)
    }

    /// Removes it, unless somebody named its place.
    func remove() {
        guard let folder else { return }
        unlink(path)
        rmdir(folder)
    }

    private static func temporaryFolder() throws -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let template = (parent.isEmpty ? "/tmp" : parent) + "/nx1-sandbox-XXXXXX"
        var name = Array(template.utf8CString)
        guard mkdtemp(&name) != nil else { throw Failure(path: template, number: errno) }
        return String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func write(_ text: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Failure(path: path, number: errno) }
        defer { close(file) }
        do throws(SystemFailure) {
            try Descriptor.write(text.utf8, to: file)
        } catch {
            throw Failure(path: path, number: error.errno)
        }
    }
}

/// What signing in by OAuth needs, to be copied to `~/.nx1/profiles`: a profile for each way.
struct ProfileSnippet {
    let text: String

    init(_ sandbox: Sandbox) {
        text = """

            # ~/.nx1/profiles: "sandbox" signs in through the browser (:login), "sandbox-batch" by itself.
            sandbox:
              host: \(sandbox.host)
              issuer: \(sandbox.issuer)
              client_id: \(sandbox.clientID)
            sandbox-batch:
              host: \(sandbox.host)
              issuer: \(sandbox.issuer)
              client_id: \(sandbox.batchClientID)
              client_secret: \(sandbox.batchClientSecret)

            """
    }
}
