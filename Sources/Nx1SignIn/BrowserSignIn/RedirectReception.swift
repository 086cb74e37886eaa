import Nx1Events
import Nx1Values

/// Decides the response to each of the browser's requests, and which request ends the wait. Performs no I/O.
struct RedirectReception: Sendable {
    /// The outcome of a sign-in: the code, or the error.
    typealias Outcome = Result<Secret, Nx1Error>

    /// The only path that exists.
    static let path = "/callback"

    private let attempt: SignInAttempt
    private var hasEnded = false

    init(_ attempt: SignInAttempt) {
        self.attempt = attempt
    }

    /// The outcome of an address that a person copied from a browser that couldn't load it; nil if the browser's own
    /// request came first. It's checked like a request from the browser.
    /// - Throws: ``Nx1Error`` if the address doesn't belong to this sign-in; another can be tried. The error doesn't
    ///   quote the address.
    mutating func receive(pasted text: String) throws(Nx1Error) -> Outcome? {
        // Mail programs and people put quotes and brackets around addresses.
        let address = String(
            text.trimmed.drop(while: Self.isQuote).reversed().drop(while: Self.isQuote).reversed())
        let path = address.prefix { $0 != "?" }
        let answer = FormFields(parsing: address.dropFirst(path.count + 1).prefix { $0 != "#" })
        guard address.utf8.count <= Self.longestTarget, Self.isOurs(path),
            answer["code"] != nil || answer["error"] != nil
        else {
            throw Nx1Error(
                .notSignedIn, "That isn't the address that the browser was redirected to.",
                advice: "It starts with http://127.0.0.1 and contains code=….")
        }
        if hasEnded { return nil }
        guard attempt.isOurs(answer) else {
            throw Nx1Error(
                .notSignedIn, "That address belongs to another sign-in.",
                advice:
                    "Open the address above, sign in, and paste the address that the same window then shows.")
        }
        hasEnded = true
        do throws(Nx1Error) {
            return .success(try attempt.code(in: answer))
        } catch {
            return .failure(error)
        }
    }

    private static func isQuote(_ character: Character) -> Bool { "<>\"'".contains(character) }

    /// Whether `address`, without its query, is the redirect URI on any port.
    private static func isOurs(_ address: Substring) -> Bool {
        guard
            let rest = ["http://127.0.0.1", "http://localhost"].lazy.compactMap({
                address.hasPrefix($0) ? address.dropFirst($0.count) : nil
            }).first
        else { return false }
        let port = rest.prefix { $0 != "/" }
        return rest.dropFirst(port.count) == path
            && (port.isEmpty
                || port.first == ":" && port.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) })
    }

    /// The maximum length of an address, in bytes.
    private static let longestTarget = 16_384

    /// The page for a request, and the outcome if the request is the awaited redirect. Only one request has an outcome.
    mutating func receive(method: String, target: String) -> (page: RedirectPage, outcome: Outcome?) {
        guard target.utf8.count <= Self.longestTarget else { return (.tooLong, nil) }
        guard target.prefix(while: { $0 != "?" }) == Self.path else { return (.notFound, nil) }
        guard method == "GET" else { return (.wrongMethod, nil) }
        let answer = FormFields(parsing: target.dropFirst(Self.path.count + 1))
        guard answer["code"] != nil || answer["error"] != nil else { return (.meaningless, nil) }
        if hasEnded { return (.usedUp, nil) }
        // Any page and any program on this machine can send such a request; the real one may still come.
        guard attempt.isOurs(answer) else { return (.foreign, nil) }
        hasEnded = true
        do throws(Nx1Error) {
            return (.done, .success(try attempt.code(in: answer)))
        } catch {
            return (.failed, .failure(error))
        }
    }
}

/// A page for the returning browser. It never repeats anything from the request.
struct RedirectPage: Sendable, Hashable {
    let status: Int
    private let title: String
    private let text: String

    static let done = RedirectPage(
        status: 200, title: "Return to the shell",
        text: "The sign-in continues in the shell. You can close this page.")
    static let failed = RedirectPage(
        status: 400, title: "Not signed in", text: "The shell shows the reason. You can close this page.")
    static let foreign = RedirectPage(
        status: 400, title: "Another sign-in",
        text: "This response belongs to another sign-in. Open the address that the shell shows.")
    static let usedUp = RedirectPage(
        status: 400, title: "Already used",
        text: "The shell already has the response to this sign-in. You can close this page.")
    static let meaningless = RedirectPage(
        status: 400, title: "Not a response", text: "This page expects a response from an issuer.")
    static let notFound = RedirectPage(status: 404, title: "Not found", text: "This page doesn't exist.")
    static let wrongMethod = RedirectPage(
        status: 405, title: "Method not allowed", text: "This page supports only GET.")
    static let tooLong = RedirectPage(status: 414, title: "Too long", text: "This address is too long.")

    /// The page, without scripts or external resources.
    var html: String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>nx1sh: \(title)</title></head>
        <body><h1>\(title)</h1><p>\(text)</p></body></html>

        """
    }

    /// The header fields except the content length.
    var headers: [(String, String)] {
        let fields = [
            ("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
            ("Connection", "close"),
        ]
        return status == 405 ? fields + [("Allow", "GET")] : fields
    }
}
