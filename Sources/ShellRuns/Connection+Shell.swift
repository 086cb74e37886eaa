public import Nx1Client
import ShellOutput

extension ClientConfiguration {
    /// Makes requests the shell's: by their name, and in what the log says of them.
    package mutating func speakAsShell() {
        userAgent = "nx1sh"
        wording = Advice.description
    }
}

extension ConnectionOverrides {
    /// No overrides yet; those to come are named by the shell's flags.
    public static var ofCommandLine: ConnectionOverrides {
        var overrides = ConnectionOverrides()
        overrides.names.verifiesCertificates = "--no-verify-ssl"
        overrides.names.certificateAuthorities = "--ca-file"
        overrides.names.timeout = "--timeout"
        return overrides
    }
}
