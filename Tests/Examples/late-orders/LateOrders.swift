import Nx1Client

@main
enum LateOrders {
    static func main() async throws {
        let (host, key) = (CommandLine.arguments[1], CommandLine.arguments[2])
        try await withNx1Client(.init(host: host, credentials: .preSharedKey(key))) { nx1 in
            let run = try await nx1.run(.ask, input: ["question": "How many orders shipped late?"])
            for try await event in nx1.events(of: run.correlationID) {
                print(event.summary)
            }
            print(try await nx1.result(of: run.correlationID).text)
        }
    }
}
