import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("An unsuccessful response")
struct HTTPAnswerTests {
    private func refusal(_ status: Int, _ body: String, location: String? = nil) throws -> Nx1Error {
        let answer = HTTPAnswer(
            status: status, contentType: "application/json", location: location, body: Array(body.utf8))
        return answer.refusal(from: try ServiceAddress("https://acme.example"))
    }

    @Test(
        "becomes an error with the matching code and the service's text",
        arguments: [
            (401, .notSignedIn, #"{"detail":"Not authenticated"}"#, "Not authenticated"),
            (403, .notAllowed, #"{"detail":"Admins only"}"#, "Admins only"),
            (404, .notFound, #"{"detail":"Not Found"}"#, "Not Found"),
            (422, .refused, #"{"detail":"question is required"}"#, "question is required"),
            (
                422, .refused, #"{"detail":[{"loc":["body","tags",3],"msg":"too long","type":"x"}]}"#,
                "body.tags.3: too long"
            ),
            (429, .tooManyRequests, #"{"detail":"slow down"}"#, "slow down"),
            (400, .refused, "no JSON at all", "no JSON at all"),
            (500, .serviceFailed, "<html><body>Oops</body></html>", "it sent a web page"),
            (
                502, .serviceFailed, "<html><head><title>502 Bad Gateway</title></head></html>",
                "it sent a web page, \"502 Bad Gateway\""
            ),
            (503, .serviceFailed, "", "503"),
        ] as [(Int, Nx1Error.Code, String, String)])
    func kinds(status: Int, code: Nx1Error.Code, body: String, said: String) throws {
        let error = try refusal(status, body)
        #expect(error.code == code)
        #expect(error.httpStatus == status)
        #expect(error.message.contains(said))
    }

    @Test(
        "comes with advice for its status",
        arguments: [
            (403, "", "Ask for permission, or sign in as someone who has it."),
            (404, "", "Check that the host is the address of the Nx1 AI API."),
            (
                422, #"{"detail":[{"loc":["body","a"],"msg":"missing","type":"x"}]}"#,
                "Fix that field and try again."
            ),
            (422, #"{"detail":"No such table"}"#, "Fix the request and try again."),
            (422, "", "Fix the request and try again."),
            (429, "", "Try again later."),
            (400, "", "Fix the request and try again."),
            (500, "", "The problem is on the service's side. Try again later."),
        ] as [(Int, String, String)])
    func advice(status: Int, body: String, advice: String) throws {
        #expect(try refusal(status, body).advice == advice)
    }

    @Test(
        "says what the service refused",
        arguments: [
            (401, "https://acme.example doesn't accept the sign-in (401)."),
            (403, "You don't have permission to do this at https://acme.example (403)."),
            (404, "https://acme.example responded with 404 (not found) to the request."),
            (422, "The service refused the request (422)."),
            (429, "The service is rate limiting you (429)."),
            (400, "The service refused the request (400)."), (503, "The service failed (503)."),
        ])
    func messages(status: Int, message: String) throws {
        #expect(try refusal(status, "").message == message)
    }

    @Test("about an unknown run advises to check its id")
    func unknownRun() throws {
        let answer = HTTPAnswer(status: 404, body: [], question: "GET /api/crew-runs/x")
        #expect(
            answer.refusal(from: try ServiceAddress("https://acme.example")).advice
                == "Check the id, and that the run belongs to this service.")
    }

    @Test("with an unexpected status is reported with the status")
    func unexpectedStatus() throws {
        #expect(
            try refusal(199, "").message == "The service responded with an unexpected status (199).")
    }

    @Test("lists every field of a 422")
    func severalPlaces() throws {
        let error = try refusal(
            422,
            #"{"detail":[{"loc":["body","a"],"msg":"missing","type":"x"},{"loc":["body","b"],"msg":"bad","type":"x"}]}"#
        )
        #expect(error.message.contains("body.a: missing"))
        #expect(error.message.contains("body.b: bad"))
    }

    @Test("names the target of a redirect and doesn't follow it")
    func redirect() throws {
        let error = try refusal(307, "", location: "https://login.example/")
        #expect(error.code == .notUnderstood)
        #expect(
            error.message
                == "https://acme.example redirects to https://login.example/, and redirects aren't followed.")
    }

    @Test("truncates a long page")
    func longPage() throws {
        #expect(try refusal(502, String(repeating: "x", count: 100_000)).message.count < 1000)
    }
}

@Suite("A response that isn't JSON")
struct UnparsableAnswerTests {
    @Test(
        "is reported with its beginning",
        arguments: [
            ("{broken", "). It starts with: {broken"), ("", "). It's empty."),
        ])
    func beginning(body: String, end: String) throws {
        let address = try ServiceAddress("https://acme.example")
        let error = #expect(throws: Nx1Error.self) {
            try HTTPAnswer(status: 200, body: Array(body.utf8)).json(from: address)
        }
        let message = error?.message ?? ""
        #expect(
            message.hasPrefix("Couldn't parse the response from https://acme.example: it isn't JSON ("))
        #expect(message.hasSuffix(end))
    }
}

@Suite("A large response")
struct LargeAnswerTests {
    @Test(
        "is rejected for too many values, but not for its bytes",
        arguments: ["{},", "[],", "1,"])
    func values(piece: String) throws {
        let address = try ServiceAddress("https://nx1.example")
        let many = "[" + String(repeating: piece, count: 10_000_001) + "1]"
        let error = #expect(throws: Nx1Error.self) {
            try HTTPAnswer(status: 200, body: Array(many.utf8)).json(from: address)
        }
        #expect(error?.code == .tooLarge)
        #expect(
            error?.message
                == "The response from https://nx1.example has more than 10 million JSON values, the limit for one response."
        )
        let long = "[\"" + String(repeating: "x", count: many.utf8.count) + "\"]"
        #expect(
            try HTTPAnswer(status: 200, body: Array(long.utf8)).json(from: address)[0]?.string?.isEmpty
                == false)
    }
}
