import ConnectionDialogs
import ShellOutput
import Testing

@testable import Nx1Shell
@testable import ShellSession

@Suite("The options of :login")
struct LoginRequestTests {
    @Test("choose the browser or another device, and a port for the browser")
    func requests() throws {
        #expect(try LoginRequest(Words("")).method == .automatic)
        #expect(try LoginRequest(Words("--device")).method == .device)
        #expect(try LoginRequest(Words("--browser")).method == .browser)
        let forwarded = try LoginRequest(Words("--port 8765"))
        #expect(forwarded.method == .browser)
        #expect(forwarded.port == 8765)
    }

    @Test(
        "are rejected with a sentence if they are invalid",
        arguments: [
            ("--device --browser", "--device and --browser can't be combined."),
            ("--device --port 80", "--port can't be combined with --device, which uses no port."),
            ("--port", "--port needs a value."),
            ("--port 0", "--port must be between 1 and 65535, not \"0\"."),
            ("--port 65536", "--port must be between 1 and 65535, not \"65536\"."),
            (
                "--port 99999999999999999999",
                "--port must be between 1 and 65535, not \"99999999999999999999\"."
            ),
            ("--devise", "Unknown option \"--devise\" for :login."),
            ("now", "Unexpected argument \"now\" for :login."),
        ])
    func refusals(arguments: String, message: String) {
        let complaint = #expect(throws: Complaint.self) { try LoginRequest(Words(arguments)) }
        #expect(complaint?.message == message)
    }
}
