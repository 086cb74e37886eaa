import Nx1Sandbox

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
