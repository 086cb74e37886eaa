import Testing

@testable import ShellOutput

@Suite("Detection of a browser")
struct BrowserObstacleTests {
    @Test("A browser is unlikely over SSH, or without a display and BROWSER")
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

    @Test("The obstacle is named in a sentence")
    func sentences() {
        #expect(BrowserObstacle.ssh.sentence == "This is an ssh session")
        #expect(BrowserObstacle.noDisplay.sentence == "This machine has no display")
    }
}
