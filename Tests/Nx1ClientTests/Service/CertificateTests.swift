import NIOCore
import NIOPosix
import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A client and the service's certificate")
struct CertificateTests {
    /// The outcome of a ping, and the number of connections.
    private func ping(
        _ tls: SandboxTLS = .init(), host: String = "127.0.0.1", trusting: Bool = true,
        _ change: @escaping @Sendable (inout ClientConfiguration) -> Void = { _ in }
    ) async throws -> Result<SandboxTraffic, Nx1Error> {
        try await withSandbox(tls: tls) { sandbox in
            try await withTemporaryFolder { folder in
                let port = sandbox.host.split(separator: ":").last ?? ""
                var configuration = try ClientConfiguration(host: "https://\(host):\(port)")
                if trusting {
                    configuration.certificateAuthorities = CertificateAuthorities(
                        file: try TemporaryFolder.write(
                            sandbox.certificateAuthority ?? "", to: "ca.pem", in: folder),
                        source: .environment("SSL_CERT_FILE"))
                }
                configuration.retryPolicy.firstPause = .zero
                change(&configuration)
                return try await withNx1Client(configuration) { nx1 async throws in
                    do {
                        _ = try await nx1.ping()
                        return .success(sandbox.traffic)
                    } catch let error as Nx1Error {
                        #expect(sandbox.traffic.connections == 1, "A failed certificate is not tried again.")
                        #expect(sandbox.traffic.http1Requests + sandbox.traffic.http2Requests == 0)
                        return .failure(error)
                    }
                }
            }
        }
    }

    private func error(
        _ tls: SandboxTLS = .init(), host: String = "127.0.0.1", trusting: Bool = true
    ) async throws -> Nx1Error? {
        if case .failure(let error) = try await ping(tls, host: host, trusting: trusting) {
            error
        } else {
            nil
        }
    }

    @Test("trusts a custom authority, for names and addresses", arguments: ["127.0.0.1", "localhost"])
    func trusted(host: String) async throws {
        #expect(try await ping(host: host).get().http2Requests == 1)
    }

    @Test("rejects a certificate of an unknown authority, sends nothing, and advises what to do")
    func unknownAuthority() async throws {
        let error = try await error(trusting: false)
        #expect(error?.code == .untrusted)
        #expect(error?.attempts == 1)
        #expect(
            error?.message.contains(
                "its certificate has expired, or wasn't issued by an authority that this machine trusts.")
                == true)
        #expect(error?.advice?.contains("set ca_file in the profile to its certificate") == true)
    }

    @Test("rejects a certificate for another host, with that reason")
    func otherHost() async throws {
        for host in ["127.0.0.1", "localhost"] {
            let error = try await error(.init(names: ["aiapi.acme.test", "10.0.0.1"]), host: host)
            #expect(error?.code == .untrusted)
            #expect(
                error?.message.hasSuffix(": its certificate isn't valid for \(host).") == true)
            #expect(error?.advice?.hasPrefix("Use a host name that the certificate covers.") == true)
        }
    }

    @Test("rejects an expired certificate, and names the file of authorities")
    func outOfDate() async throws {
        let error = try await error(.init(lifetime: .seconds(-60)))
        #expect(error?.code == .untrusted)
        #expect(error?.message.hasSuffix("/ca.pem (from SSL_CERT_FILE).") == true)
    }

    @Test("accepts any certificate without verification, even with an invalid CA file")
    func unchecked() async throws {
        let strangest = SandboxTLS(names: ["elsewhere.test"], lifetime: .seconds(-60))
        let traffic = try await ping(strangest, trusting: false) { configuration in
            configuration.verifiesCertificates = false
            configuration.certificateAuthorities = CertificateAuthorities(file: "/nowhere")
        }.get()
        #expect(traffic.http2Requests == 1)
    }

    @Test("replaces the system's authorities with custom ones")
    func replaced() async throws {
        let other = try await withSandbox(tls: .init()) { $0.certificateAuthority ?? "" }
        try await withTemporaryFolder { folder in
            let file = try TemporaryFolder.write(other, to: "other.pem", in: folder)
            let result = try await ping(trusting: false) {
                $0.certificateAuthorities = CertificateAuthorities(file: file, source: .flag("--ca-file"))
            }
            #expect(throws: Nx1Error.self) { try result.get() }
            if case .failure(let error) = result {
                #expect(error.code == .untrusted)
                #expect(error.message.contains("issued by an authority in \(file) (from --ca-file)"))
            }
        }
    }

    @Test("finds an authority among others and between other lines")
    func bundle() async throws {
        let other = try await withSandbox(tls: .init()) { $0.certificateAuthority ?? "" }
        try await withSandbox(tls: .init()) { sandbox in
            try await withTemporaryFolder { folder in
                let own = sandbox.certificateAuthority ?? ""
                let file = try TemporaryFolder.write(
                    "# Ours\n\n\(other)\nCN = sandbox\n\(own)# end", to: "bundle", in: folder)
                var configuration = try ClientConfiguration(host: sandbox.host)
                configuration.certificateAuthorities = CertificateAuthorities(file: file)
                try await withNx1Client(configuration) { nx1 async throws in _ = try await nx1.ping() }
            }
        }
    }

    @Test(
        "rejects an invalid CA file as an invalid setting, before anything is sent",
        arguments: [
            (nil, "no such file"), ("", "it contains no PEM certificate"),
            ("planted words", "it contains no PEM certificate"),
            (
                "-----BEGIN CERTIFICATE-----\nplanted\n-----END CERTIFICATE-----\n",
                "it contains no PEM certificate"
            ),
            ("-----BEGIN CERTIFICATE-----\nMIIB", "it contains no PEM certificate"),
        ])
    func unusableFile(content: String?, reason: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder + "/ca.pem"
            if let content { try TemporaryFolder.write(content, to: "ca.pem", in: folder) }
            var configuration = try ClientConfiguration(host: "https://127.0.0.1:9")
            configuration.certificateAuthorities = CertificateAuthorities(file: file, source: .profile("dev"))
            try await withNx1Client(configuration) { nx1 async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
                #expect(error?.code == .invalidSetting)
                #expect(
                    error?.description
                        == "Couldn't use the CA file \(file) (from the profile dev): \(reason). It must contain the certificates of the authorities to trust, each between BEGIN CERTIFICATE and END CERTIFICATE."
                )
                #expect(error?.description.contains("planted") == false)
            }
        }
    }

    @Test("reports a server that doesn't speak TLS")
    func noTLS() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { $0.pipeline.addHandler(PlainAnswer()) }
            .bind(host: "127.0.0.1", port: 0).get()
        let host = "https://127.0.0.1:\(server.localAddress?.port ?? 0)"
        try await withNx1Client(ClientConfiguration(host: host)) { nx1 async throws in
            let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
            #expect(error?.code == .untrusted)
            #expect(error?.message == "Couldn't connect securely to \(host): the server doesn't speak TLS.")
        }
        try await server.close()
    }
}

/// Responds to anything like a plain HTTP server.
private final class PlainAnswer: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let answer = ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        context.channel.writeAndFlush(answer, promise: nil)
    }
}
