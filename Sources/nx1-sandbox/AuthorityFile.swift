import Descriptors
import Nx1Sandbox
import Nx1SecureSandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file with the certificate of the sandbox's authority, for clients to trust. It isn't secret, but anyone who
/// could change it could impersonate the sandbox: unless a path is given, it is in a folder of its own (0700).
struct AuthorityFile {
    /// The file can't be written.
    struct Failure: Error, CustomStringConvertible {
        let path: String
        let number: Int32

        var description: String {
            "Couldn't write the authority's certificate to \(path): \(SystemFailure(errno: number)). "
                + "Choose another path with --ca-out."
        }
    }

    let path: String
    /// The temporary folder of the file, which is removed with it.
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

    /// Removes the file, unless its path was given.
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

/// The settings for signing in by OAuth, to be copied to `~/.nx1/profiles`: one profile for each client.
struct ProfileSnippet {
    let text: String

    init(_ sandbox: Sandbox) {
        text = """

            # ~/.nx1/profiles: "sandbox" signs in with the browser (:login), "sandbox-batch" automatically.
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
