import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The response to the browser's redirect")
struct RedirectReceptionTests {
    private let client: OAuthClient

    init() throws {
        client = try OAuthClient(issuer: "https://sso.acme.example", clientID: "me")
    }

    private func reception() -> RedirectReception {
        RedirectReception(SignInAttempt(client, at: .keycloak(client.issuer), state: Secret("s")))
    }

    @Test("is a page to close, only once; the code is accepted once")
    func once() throws {
        var reception = reception()
        let (page, outcome) = reception.receive(method: "GET", target: "/callback?code=c&state=s")
        #expect(page == .done)
        #expect(page.html.contains("You can close this page."))
        #expect(try outcome?.get().reveal() == "c")
        let (again, nothing) = reception.receive(method: "GET", target: "/callback?code=c&state=s")
        #expect(again == .usedUp)
        #expect(nothing == nil)
    }

    @Test("is a 400 if the state is wrong, and the wait continues")
    func wrongState() throws {
        var reception = reception()
        let (page, outcome) = reception.receive(method: "GET", target: "/callback?code=c&state=x")
        #expect(page.status == 400)
        #expect(outcome == nil)
        #expect(
            try reception.receive(method: "GET", target: "/callback?code=c&state=s").outcome?.get().reveal()
                == "c")
    }

    @Test("is a refusal that ends the sign-in if the state matches but the issuer doesn't")
    func wrongIssuer() {
        var reception = reception()
        let target = "/callback?code=c&state=s&iss=https://other.example"
        let (page, outcome) = reception.receive(method: "GET", target: target)
        #expect(page.status == 400)
        #expect(throws: Nx1Error.self) { try outcome?.get() }
        #expect(reception.receive(method: "GET", target: "/callback?code=c&state=s").outcome == nil)
    }

    @Test(
        "is a short refusal for any other request, and the wait continues",
        arguments: [
            ("GET", "/favicon.ico", 404), ("GET", "/", 404), ("GET", "/callback/x?code=c&state=s", 404),
            ("HEAD", "/callback?code=c&state=s", 405), ("POST", "/callback?code=c&state=s", 405),
            ("GET", "/callback", 400), ("GET", "/callback?state=s", 400),
            ("GET", "/callback?code=" + String(repeating: "c", count: 20_000), 414),
        ])
    func others(method: String, target: String, status: Int) throws {
        var reception = reception()
        let (page, outcome) = reception.receive(method: method, target: target)
        #expect(page.status == status)
        #expect(outcome == nil)
        let real = reception.receive(method: "GET", target: "/callback?code=c&state=s").outcome
        #expect(try real?.get().reveal() == "c")
    }

    @Test(
        "tells the person what happened",
        arguments: [
            (
                .done, "Return to the shell",
                "The sign-in continues in the shell. You can close this page."
            ),
            (.failed, "Not signed in", "The shell shows the reason. You can close this page."),
            (
                .foreign, "Another sign-in",
                "This response belongs to another sign-in. Open the address that the shell shows."
            ),
            (
                .usedUp, "Already used",
                "The shell already has the response to this sign-in. You can close this page."
            ),
            (.meaningless, "Not a response", "This page expects a response from an issuer."),
            (.notFound, "Not found", "This page doesn't exist."),
            (.wrongMethod, "Method not allowed", "This page supports only GET."),
            (.tooLong, "Too long", "This address is too long."),
        ] as [(RedirectPage, String, String)])
    func pages(page: RedirectPage, title: String, text: String) {
        #expect(page.html.contains("<title>nx1sh: \(title)</title>"))
        #expect(page.html.contains("<h1>\(title)</h1><p>\(text)</p>"))
    }

    @Test("contains no scripts, no external resources, and nothing of the request")
    func harmless() {
        var reception = reception()
        let target = "/callback?error=%3Cscript%3Eplanted&error_description=planted&state=s"
        let page = reception.receive(method: "GET", target: target).page
        #expect(!page.html.contains("planted"))
        #expect(!page.html.contains("<script") && !page.html.contains("src=") && !page.html.contains("href="))
        #expect(page.headers.contains { $0 == ("Cache-Control", "no-store") })
        #expect(page.html.utf8.count < 500)
    }

    @Test(
        "accepts a pasted address, however it was copied",
        arguments: [
            "http://127.0.0.1:8765/callback?code=c%2F1&state=s",
            " http://127.0.0.1:1/callback?state=s&code=c%2F1\n",
            "<http://localhost:8765/callback?code=c%2F1&state=s>",
            "\"http://127.0.0.1/callback?code=c%2F1&state=s#\"",
        ])
    func pasted(address: String) throws {
        var reception = reception()
        #expect(try reception.receive(pasted: address)?.get().reveal() == "c/1")
        #expect(try reception.receive(pasted: address) == nil, "the code is taken once")
        #expect(reception.receive(method: "GET", target: "/callback?code=c&state=s").page == .usedUp)
    }

    @Test(
        "rejects any other pasted address without quoting it, and accepts another afterwards",
        arguments: [
            "", "planted", "http://127.0.0.1:8765/callback", "http://127.0.0.1:8765/callback?state=s",
            "https://sso.acme.example/auth?code=planted&state=s",
            "http://127.0.0.1.planted.example/callback?code=c&state=s",
            "http://127.0.0.1:8765/other?code=planted&state=s",
            "http://127.0.0.1:planted/callback?code=c&state=s",
            "http://127.0.0.1:8765/callback?code=planted&code=c&state=s", "callback?code=planted&state=s",
            "http://127.0.0.1:8765/callback?code=" + String(repeating: "c", count: 20_000) + "&state=s",
        ])
    func pastedNonsense(address: String) throws {
        var reception = reception()
        let error = #expect(throws: Nx1Error.self) { try reception.receive(pasted: address) }
        #expect(error?.message == "That isn't the address that the browser was redirected to.")
        #expect(error?.description.contains("planted") == false)
        #expect(
            try reception.receive(pasted: "http://127.0.0.1:1/callback?code=c&state=s")?.get().reveal() == "c"
        )
    }

    @Test("checks the state and issuer of a pasted address like those of a request")
    func pastedForgery() throws {
        var reception = reception()
        for forged in ["code=planted&state=x", "code=planted", "error=access_denied&state=x"] {
            let error = #expect(throws: Nx1Error.self) {
                try reception.receive(pasted: "http://127.0.0.1:1/callback?" + forged)
            }
            #expect(
                error?.description
                    == "That address belongs to another sign-in. Open the address above, sign in, and paste the address that the same window then shows."
            )
        }
        let foreign = "http://127.0.0.1:1/callback?code=planted&state=s&iss=https://other.example"
        let outcome = try reception.receive(pasted: foreign)
        let error = #expect(throws: Nx1Error.self) { try outcome?.get() }
        #expect(
            error?.message
                == "The browser returned from a different issuer than https://sso.acme.example: https://other.example."
        )
        #expect(error?.description.contains("planted") == false)
    }

    @Test("ends the sign-in after a denial, also a pasted one")
    func pastedDenial() throws {
        var reception = reception()
        let denied = try reception.receive(pasted: "http://127.0.0.1:1/callback?error=access_denied&state=s")
        #expect(throws: Nx1Error.self) { try denied?.get() }
    }
}
