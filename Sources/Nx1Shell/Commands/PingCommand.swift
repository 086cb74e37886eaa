import Nx1Client
import Nx1Events
import Nx1Values
import ShellInput
import ShellOutput
import ShellSession

extension Command {
    static let ping = Command(
        name: "ping", group: .service, summary: "shows the service's version and round-trip time",
        shows: .always
    ) { invocation, session in
        try invocation.words.end(of: "ping")
        let nx1 = try invocation.line.open()
        let ping = try await nx1.ping()
        if ping.version == nil {
            invocation.console.note("The answer has no version. \(HTTPAnswer.hostAdvice)")
        }
        return .facts([
            .init("host", .string(nx1.configuration.address.description)),
            .init("version", ping.version.map(JSONValue.string) ?? .null),
            .init("round_trip_ms", .number(JSONNumber(ping.roundTrip.wholeMilliseconds))),
        ])
    }
}
