import HTTPTypes
import HummingbirdCore
import Nx1Sandbox
import Synchronization

extension Realm {
    /// The device authorization endpoint (RFC 8628, section 3.1).
    func giveDeviceCode(_ request: Request) async throws -> Response {
        let fields = try await FormFields.ofBody(request)
        let client = try ClientAuthentication(clients: clients).client(request.headers, fields)
        try client.check(mayUse: .deviceCode)
        if fields["code_challenge"] != nil, fields["code_challenge_method"] != "S256" {
            throw OAuthError(.invalidRequest, "The code_challenge_method must be S256.")
        }
        let scope = try Scope(fields["scope"] ?? "openid profile")
        let (device, user) = devices.withLock {
            $0.giveCode(to: client, scope: scope, challenge: fields["code_challenge"], at: .now)
        }
        let page = try address(request).deviceCodePage
        return .json(
            [
                "device_code": .string(device), "user_code": .string(user),
                "verification_uri": .string(page),
                "verification_uri_complete": .string(page + "?user_code=" + user),
                "expires_in": .number(literal: String(DeviceBook.lifetime.wholeSeconds)),
                "interval": .number(literal: String(DeviceBook.interval.wholeSeconds)),
            ], headers: .unstored)
    }

    /// The page on which a person enters or confirms the code.
    func askForDeviceCode(_ request: Request) throws -> Response {
        let code = try FormFields(parsing: request.uri.query ?? "")["user_code"]
        return SignInPage.asking(forDeviceCode: code, as: person.userName).response
    }

    /// Handles the person's decision about a code.
    func decideAboutDevice(_ request: Request) async throws -> Response {
        let fields = try await FormFields.ofBody(request)
        let code = try fields.required("user_code")
        guard let decision = fields["decision"], ["allow", "deny"].contains(decision) else {
            throw AuthorizationRequest.Refusal.shown("The form has no decision: allow or deny.")
        }
        let isKnown = devices.withLock { $0.decide(code, isAllowed: decision == "allow", at: .now) }
        guard isKnown else {
            throw AuthorizationRequest.Refusal.shown("No device is waiting for this code.")
        }
        return SignInPage.deciding(decision == "allow").response
    }
}
