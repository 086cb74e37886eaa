@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

/// A JSON Web Token with these claims and a dummy signature.
func unsignedToken(_ claims: JSONValue) -> String {
    "\(Base64URL.encode(Array("{}".utf8))).\(Base64URL.encode(Array(claims.serialized().utf8))).c2ln"
}
