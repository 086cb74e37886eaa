import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS

extension SandboxConfiguration {
    /// What takes connections: HTTP/1.1, over TLS if there are certificates, and HTTP/2 beside it where that is to be offered.
    func server(_ certificates: SandboxCertificates?) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            guard let tls, let certificates else {
                return KeptConnections(HTTP1Channel(responder: responder))
            }
            let security = certificates.serverConfiguration
            guard tls.offersHTTP2 else {
                return KeptConnections(
                    try TLSChannel(HTTP1Channel(responder: responder), tlsConfiguration: security))
            }
            let streams = HTTP1Channel.Configuration(additionalChannelHandlers: [WholeAnswers()])
            return KeptConnections(
                try HTTP2UpgradeChannel(
                    tlsConfiguration: security, configuration: .init(streamConfiguration: streams),
                    responder: responder))
        }
    }
}
