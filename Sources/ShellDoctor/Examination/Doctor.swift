import Nx1Client
import Nx1HTTP
import Nx1Settings
import Nx1SignIn
import Nx1Values
import RunJournal

/// Checks the terminal, files, settings and connection for problems that support would ask about.
///
/// It writes nothing. It connects to the configured host only, through the proxy if one is set. It gets a token like any request: by
/// running the configured command, or from the issuer with a client secret. It never refreshes a user's sign-in, because that would
/// change the stored tokens. Every check has a time limit.
package struct Doctor: Sendable {
    private let subject: DoctorSubject

    /// Creates a doctor for `subject`.
    package init(_ subject: DoctorSubject) {
        self.subject = subject
    }

    /// The address that ``report()`` connects to; nil if there is none.
    package var host: String? {
        (try? subject.connection.get().host?.value).flatMap { try? ServiceAddress($0).description }
    }

    /// Runs all checks.
    /// - Throws: `CancellationError`, immediately when the task is cancelled.
    package func report() async throws -> DoctorReport {
        let terminal = TerminalFacts(environment: subject.environment)
        let files = try await FileExamination(subject).checks()
        let settings = SettingsExamination(subject)
        let service = try await serviceChecks()
        let programs = try await ProgramFacts.searched(environment: subject.environment)
        let mask = SecretMask(settings.secrets)
        return DoctorReport(
            [
                .init("Shell", version + Check.checks(of: terminal)),
                .init("Files", files),
                .init("Settings", Check.checks(of: settings.facts)),
                .init("Service", service),
                .init("Programs", Check.checks(of: programs)),
            ], covering: mask.masked)
    }

    private var version: [Check] { subject.version.map { [.ok("version", $0)] } ?? [] }

    private func serviceChecks() async throws -> [Check] {
        func skipped(_ reason: String) -> [Check] {
            Check.skippedConnectionChecks(reason) + Check.skippedServiceChecks(reason)
        }
        guard case .success(let settings) = subject.connection else {
            return skipped("The settings can't be used.")
        }
        guard let host = settings.host else { return skipped("No host is set.") }
        guard let configuration = try? settings.configuration(forHost: host.value) else {
            return skipped("The host can't be used.")
        }
        let examination = ServiceExamination(configuration, settings)
        let way = try await examination.connectionFacts()
        let checks = Check.checks(of: way)
        guard way.isOpen else { return checks + Check.skippedServiceChecks("There is no connection.") }
        return checks + Check.checks(of: try await examination.serviceFacts())
    }
}
