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

    /// Runs all checks. When the task is cancelled, it ends immediately, and the sections that weren't finished are missing.
    package func report() async -> DoctorReport {
        let settings = SettingsExamination(subject)
        var sections = [
            DoctorReport.Section(
                "Shell", version + Check.checks(of: TerminalFacts(environment: subject.environment)))
        ]
        var isComplete = true
        do {
            sections.append(.init("Files", try await FileExamination(subject).checks()))
            sections.append(.init("Settings", Check.checks(of: settings.facts)))
            let programs = try await ProgramFacts.searched(environment: subject.environment)
            sections.append(.init("Programs", Check.checks(of: programs)))
            // The last one, because it takes the longest.
            sections.append(.init("Service", try await serviceChecks()))
        } catch {
            isComplete = false
        }
        return DoctorReport(
            sections, isComplete: isComplete, covering: SecretMask(settings.secrets).masked)
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
