import TestSupport
import Testing

/// A person with a browser, simulated with curl: keeps cookies, follows redirects, fills in the provider's forms.
struct CurlBrowser: Sendable {
    /// The file of its cookies.
    let folder: String

    /// The final page.
    struct Page: Sendable {
        let url: String
        let status: Int
        let text: String

        /// The hidden fields of its form, which are sent back unchanged.
        var hiddenFields: [(name: String, value: String)] {
            text.split(separator: "<input ").filter { $0.contains("type=\"hidden\"") }.compactMap { tag in
                guard let name = Self.attribute("name", of: tag) else { return nil }
                return (name, Self.attribute("value", of: tag) ?? "")
            }
        }

        private static func attribute(_ name: String, of tag: Substring) -> String? {
            guard let start = tag.firstRange(of: "\(name)=\"")?.upperBound else { return nil }
            return String(tag[start...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
                .replacing("&quot;", with: "\"").replacing("&#x27;", with: "'")
        }
    }

    /// Opens an address, or posts a form to it, and follows redirects.
    @discardableResult
    func open(_ url: String, form: [(name: String, value: String)] = []) async throws -> Page {
        let fields = form.flatMap { ["--data-urlencode", "\($0.name)=\($0.value)"] }
        let outcome = try await Program(path: "/usr/bin/curl").run(
            [
                "--silent", "--location", "--max-time", "30", "--cookie", folder + "/cookies", "--cookie-jar",
                folder + "/cookies", "--write-out", "\n%{http_code} %{url_effective}", url,
            ] + fields)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        let last = try #require(lines.last).split(separator: " ")
        return Page(
            url: String(try #require(last.last)), status: try #require(last.first.flatMap { Int($0) }),
            text: lines.dropLast().joined(separator: "\n"))
    }

    /// Enters a device code: signs in with name and password, and accepts or denies the device.
    @discardableResult
    func enter(_ code: String, at url: String, decision: String = "accept") async throws -> Page {
        let login = try await open(url)
        let person = [("username", "ann"), ("password", "open sesame")]
        let entry = try await open(login.url, form: login.hiddenFields + person)
        let question = try await open(entry.url, form: entry.hiddenFields + [("user_code", code)])
        return try await open(question.url, form: question.hiddenFields + [("action", decision)])
    }

    /// Completes a sign-in from its first address: signs in with name and password, and allows or denies the request.
    /// - Returns: the final page, which is the shell's.
    @discardableResult
    func signIn(at url: String, allowing isAllowed: Bool = true) async throws -> Page {
        let login = try await open(url)
        let person = [("username", "ann"), ("password", "open sesame")]
        let consent = try await open(login.url, form: login.hiddenFields + person)
        return try await open(
            consent.url, form: consent.hiddenFields + (isAllowed ? [("allow", "Authorize")] : []))
    }
}
