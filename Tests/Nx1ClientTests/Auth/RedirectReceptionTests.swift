import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("What the browser gets when it comes back")
struct RedirectReceptionTests {
    private let client: OAuthClient

    init() throws {
        client = try OAuthClient(issuer: "https://sso.acme.example", clientID: "me")
    }

    private func reception() -> RedirectReception {
        RedirectReception(SignInAttempt(client, at: .keycloak(client.issuer), state: Secret("s")))
    }

    @Test("is a page that says to close it, once; the code is taken once")
    func once() throws {
        var reception = reception()
        let (page, outcome) = reception.receive(method: "GET", target: "/callback?code=c&state=s")
        #expect(page == .done)
        #expect(page.html.contains("You can close this."))
        #expect(try outcome?.get().reveal() == "c")
        let (again, nothing) = reception.receive(method: "GET", target: "/callback?code=c&state=s")
        #expect(again == .usedUp)
        #expect(nothing == nil)
    }

    @Test("is a refusal with status 400 if the state is wrong, and that ends the sign-in")
    func wrongState() {
        var reception = reception()
        let (page, outcome) = reception.receive(method: "GET", target: "/callback?code=c&state=x")
        #expect(page.status == 400)
        #expect(throws: Nx1Error.self) { try outcome?.get() }
        #expect(reception.receive(method: "GET", target: "/callback?code=c&state=s").outcome == nil)
    }

    @Test(
        "is a small refusal for anything else, and the wait goes on",
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

    @Test("has no scripts, nothing from elsewhere, and nothing of the request in it")
    func harmless() {
        var reception = reception()
        let target = "/callback?error=%3Cscript%3Eplanted&error_description=planted&state=s"
        let page = reception.receive(method: "GET", target: target).page
        #expect(!page.html.contains("planted"))
        #expect(!page.html.contains("<script") && !page.html.contains("src=") && !page.html.contains("href="))
        #expect(page.headers.contains { $0 == ("Cache-Control", "no-store") })
        #expect(page.html.utf8.count < 500)
    }
}
