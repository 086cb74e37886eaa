import HTTPTypes
import HummingbirdCore
import NIOCore
import Nx1Sandbox

/// The pages shown in the browser.
struct SignInPage {
    let status: HTTPResponse.Status
    let content: String

    /// Asks whether the client may sign in.
    static func asking(for request: AuthorizationRequest, as userName: String) -> SignInPage {
        SignInPage(
            status: .ok,
            content: """
                <h1>Sign in to the Nx1 sandbox as \(escape(userName))</h1>
                <p>The program <b>\(escape(request.client.id))</b> requests: \(escape(request.scope.description)).</p>
                <p>You will be redirected to \(escape(request.redirect.text))</p>
                <form method="post">
                <button name="decision" value="allow" autofocus>Sign in</button>
                <button name="decision" value="deny">Deny</button>
                </form>
                """)
    }

    /// Asks for the code of a device without a browser, and whether the device may sign in.
    static func asking(forDeviceCode code: String?, as userName: String) -> SignInPage {
        SignInPage(
            status: .ok,
            content: """
                <h1>Sign a device in to the Nx1 sandbox as \(escape(userName))</h1>
                <form method="post">
                <p><label>Code: <input name="user_code" value="\(escape(code ?? ""))" autofocus></label></p>
                <button name="decision" value="allow">Sign in</button>
                <button name="decision" value="deny">Deny</button>
                </form>
                """)
    }

    /// Shows the result of a device's sign-in.
    static func deciding(_ isAllowed: Bool) -> SignInPage {
        SignInPage(
            status: .ok,
            content: isAllowed
                ? "<h1>The device is signed in</h1>\n<p>You can close this page.</p>"
                : "<h1>The device isn't signed in</h1>\n<p>You can close this page.</p>")
    }

    /// Shows why the browser can't be redirected.
    static func refusing(_ reason: String) -> SignInPage {
        SignInPage(
            status: .badRequest,
            content: "<h1>The Nx1 sandbox couldn't sign you in</h1>\n<p>\(escape(reason))</p>")
    }

    var response: Response {
        var headers = HTTPFields.unstored
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        let page = """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Nx1 sandbox</title>
            <style>body { font: 1.1em sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1em }</style>
            \(content)
            </html>

            """
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: page)))
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
