import Testing

@testable import ShellOutput

@Suite("The web browser")
struct WebBrowserTests {
    @Test("The commands of BROWSER are tried in order, then the system's")
    func commands() {
        #expect(WebBrowser(environment: [:]).commands == [["xdg-open"], ["open"]])
        #expect(
            WebBrowser(environment: ["BROWSER": "lynx -x %s::firefox  --new-window"]).commands
                == [["lynx", "-x", "%s"], ["firefox", "--new-window"], ["xdg-open"], ["open"]])
    }

    @Test("The address is passed as one word, in the place of %s or at the end")
    func words() {
        let address = "https://a.example/?a=1&b='\"$(x);`y` %20"
        #expect(WebBrowser.words(["b"], address: address) == ["b", address])
        #expect(
            WebBrowser.words(["b", "--url=%s", "-q"], address: address) == ["b", "--url=\(address)", "-q"])
    }
}
