import Nx1Client
import Nx1Events
import Nx1HTTP
import Nx1Values
import ShellOutput

extension Check {
    /// A certificate with fewer days left is a warning.
    private static let fewDays = 14

    /// Returns the check of the service's certificate.
    static func certificate(_ facts: ConnectionFacts) -> Check {
        if facts.address.scheme == "http" {
            return .ok("certificate", "Not used: plain HTTP, to this machine only.")
        }
        if let error = facts.authoritiesProblem { return .failure("certificate", error) }
        switch facts.connection {
        case nil: return .skipped("certificate", "There is no connection.")
        case .success(let connection)?: return trusted(connection, facts)
        case .failure(let error)? where error.code == .untrusted: return untrusted(error, facts)
        case .failure?: return .skipped("certificate", "There is no connection.")
        }
    }

    private static func trusted(_ connection: ProbedConnection, _ facts: ConnectionFacts) -> Check {
        let security = connection.security ?? "TLS"
        guard let certificate = connection.certificate else {
            return .failure("certificate", "\(security), but the service shows no certificate.")
        }
        let issuer = "issued by \(certificate.issuer ?? "an authority without a readable name")"
        if !facts.verifies.value {
            return .warning(
                "certificate",
                "\(security), \(issuer), but not verified (\(facts.verifies.source.shortName)), so anyone on the network path can read the key and the answers.",
                advice: "Trust the authority with --ca-file FILE instead of turning verification off.")
        }
        let days = certificate.days(from: facts.now)
        let verifier =
            facts.authorities.map { "\($0.value) (from \($0.source.shortName))" }
            ?? "the system's authorities"
        let detail =
            "\(security), \(issuer), verified by \(verifier), valid for \(days == 1 ? "1 day" : "\(days) days")."
        guard days < fewDays else { return .ok("certificate", detail) }
        return .warning(
            "certificate", detail, advice: "Ask the service's operators to renew the certificate.")
    }

    private static func untrusted(_ error: Nx1Error, _ facts: ConnectionFacts) -> Check {
        guard let certificate = facts.untrusted?.certificate else { return .failure("certificate", error) }
        let issuer = certificate.issuer.map { " It was issued by \($0)." } ?? ""
        let clock = " If this machine's clock is wrong, set it."
        if facts.now > certificate.ends {
            let days = -certificate.days(from: facts.now)
            return .failure(
                "certificate",
                "The certificate expired \(days < 1 ? "today" : days == 1 ? "1 day ago" : "\(days) days ago").\(issuer)",
                advice: "Ask the service's operators to renew it." + clock)
        }
        if facts.now < certificate.begins {
            return .failure(
                "certificate", "The certificate isn't valid yet.\(issuer)",
                advice: "Check this machine's clock. If it is right, tell the service's operators.")
        }
        guard case .untrusted(let problem, _)? = error.problem else { return .failure("certificate", error) }
        let advice = Complaint(error)?.advice
        switch problem {
        case .otherHost:
            let names = certificate.names.isEmpty ? "other names" : certificate.names.joined(separator: ", ")
            return .failure(
                "certificate",
                "The certificate isn't for \(facts.address.authority), but for \(names).\(issuer)",
                advice: advice)
        case .unknownAuthority:
            let trusted = facts.authorities.map { "those in \($0.value) (from \($0.source.shortName))" }
            return .failure(
                "certificate",
                "The certificate's authority isn't among \(trusted ?? "the ones that this machine trusts").\(issuer)",
                advice: advice)
        case .noAuthorities, .other: return .failure("certificate", error)
        }
    }
}

extension PeerCertificate {
    /// How many whole days are left; less than nothing if it has expired.
    fileprivate func days(from now: Double) -> Int {
        Int(clamping: ((ends - now) / 86_400).rounded(.towardZero))
    }
}
