import Nx1Client
package import Nx1Events
import ShellInput
package import ShellOutput

/// The crew types that there are, as far as is known.
package struct CrewCatalog: Sendable {
    /// Those that the service named, once it was asked.
    package var offered: [CrewType]?

    /// The service's list, or, where it was not asked, the published one.
    package var known: [CrewType] { offered ?? CrewType.published }

    /// Whether the published contract or the service knows a crew.
    func contains(_ crew: CrewType) -> Bool {
        CrewType.published.contains(crew) || offered?.contains(crew) == true
    }

    /// What to say of a crew that nobody knows.
    package func unknown(_ crew: CrewType) -> Complaint {
        let names = known.map(\.rawValue)
        return .usage(
            "There is no crew \"\(crew)\".",
            advice: NearestNames.question(about: crew.rawValue, among: names)
                ?? "The crews are \(names.joined(separator: ", ")).")
    }
}
