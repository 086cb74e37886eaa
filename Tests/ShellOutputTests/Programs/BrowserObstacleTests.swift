import Testing

@testable import ShellOutput

@Suite("Whether a browser is likely")
struct BrowserObstacleTests {
    @Test("it is not over ssh, nor where there is no display and no browser was named")
    func obstacles() {
        #expect(BrowserObstacle(["SSH_CONNECTION": "1 2 3 4", "DISPLAY": ":10"]) == .ssh)
        #expect(BrowserObstacle(["SSH_TTY": "/dev/pts/1", "BROWSER": "firefox"]) == .ssh)
        #expect(BrowserObstacle(["SSH_CLIENT": "", "WAYLAND_DISPLAY": "wayland-0"]) == nil)
        #expect(BrowserObstacle(["DISPLAY": ":0"]) == nil)
        #expect(BrowserObstacle(["WSL_DISTRO_NAME": "Debian"]) == nil)
        #expect(BrowserObstacle(["BROWSER": "w3m"]) == nil)
        #if os(Linux)
            #expect(BrowserObstacle(["DISPLAY": ""]) == .noDisplay)
        #endif
    }
}
