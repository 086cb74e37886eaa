import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

/// Opens addresses like a browser.
struct Browser: Sendable {
    let network: Network

    /// Opens `url` and returns the response.
    func open(_ url: String, method: String = "GET") async throws -> HTTPAnswer {
        let endpoint = try #require(ProviderEndpoint(url))
        return try await network.send(
            HTTPCall(method: method, path: endpoint.path), to: endpoint.address)
    }

    /// Posts a form to `url` and returns the response.
    func post(_ url: String, _ fields: [(name: String, value: String)]) async throws -> HTTPAnswer {
        let endpoint = try #require(ProviderEndpoint(url))
        var call = HTTPCall(method: "POST", path: endpoint.path)
        call.contentType = "application/x-www-form-urlencoded"
        call.body = Array(FormFields(fields).encoded.utf8)
        return try await network.send(call, to: endpoint.address)
    }

    /// Opens `url` and expects this response.
    func expect(
        _ status: Int, _ url: String, method: String = "GET", showing text: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        await #expect(throws: Never.self, sourceLocation: sourceLocation) {
            let answer = try await open(url, method: method)
            #expect(answer.status == status, sourceLocation: sourceLocation)
            let page = String(decoding: answer.body, as: UTF8.self)
            #expect(text.isEmpty || page.contains(text), sourceLocation: sourceLocation)
        }
    }

    /// Expects that nothing listens at `url`.
    func expectNobody(_ url: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        let error = await #expect(throws: Nx1Error.self, sourceLocation: sourceLocation) {
            try await open(url)
        }
        #expect(error?.code == .unreachable, sourceLocation: sourceLocation)
    }
}
